import { z } from "zod";
import { strict } from "./strict.ts";

const clock = z.union([z.string(), z.number()]);

/** When the team works. What is no day and no time of day is said by checks/check-working-time.ts. */
export const workingTime = strict({
  days: z
    .array(z.string())
    .min(1)
    .describe("The days of the week: `[mon, tue, wed, thu, fri]` (what it is when left out); `sat` and `sun` besides.")
    .optional(),
  from: clock.describe('When work begins, in quotes: `"09:00"`. Left out: midnight.').optional(),
  to: clock.describe('When it ends: `"18:00"`; this minute no longer counts. Left out: midnight.').optional(),
  holidays: z
    .array(z.union([z.string(), z.number()]))
    .describe("Days on which nobody works, as year, month and day: `[2026-12-25, 2027-01-01]`.")
    .optional(),
}).describe(
  "When the team works, in the mapping's time zone: for `at: { next: working_day }` and for the condition `call.working_time: true`.",
);

export type WorkingTimeInput = z.infer<typeof workingTime>;
