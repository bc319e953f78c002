import { z } from "zod";
import { FORMATS } from "../../mapping/formats.ts";
import { strict } from "./strict.ts";
import { from, literal, template } from "./values.ts";

/** What makes a moment of a value. */
export const TIME_FORMATS = ["datetime", "date"] as const;

const clock = z
  .union([z.string(), z.number()])
  .describe('The time of day there, in quotes: `"09:00"`. Left out: when working time begins, or else `"09:00"`.');
const nextWords = {
  next: z
    .literal("working_day")
    .describe(
      "`working_day`: the first working day after the day on which the call ended, in the mapping's time zone. Which days those are says `working_time:`; left out, Monday to Friday.",
    )
    .optional(),
  time: clock.optional(),
};

const at = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    strict({
      from: from.optional(),
      value: literal.describe("A fixed moment: `2026-12-24T09:00`.").optional(),
      template: template.optional(),
      format: z
        .enum(TIME_FORMATS)
        .describe(`How to read it. \`datetime\`: ${FORMATS["datetime"]!.describe}. \`date\`: a day, of which it is noon.`)
        .optional(),
      otherwise: z
        .union([z.string(), strict(nextWords)])
        .describe(
          'When it is instead, if there is no time or it cannot be read: `{ next: working_day, time: "09:00" }`, or a text with gaps. Left out: when the call ended.',
        )
        .optional(),
      ...nextWords,
      write: z
        .literal("larger")
        .describe(
          "Only with `roll_up: lead`, of a task: `larger` lets later attempts move the due date, to a later one only, as long as the task is open. Left out: it stays where the first attempt put it.",
        )
        .optional(),
    }).meta({ id: "time_rule" }),
  ])
  .meta({
    id: "time",
    description:
      "When it happened; of a task when it is due, of a meeting when it begins. A text with gaps, `{ from: …, otherwise: … }`, or `{ next: working_day, time: \"09:00\" }`. Spoken times such as `Thursday at 3pm` or `amanhã às 10h` are counted from the call's end. A day without a time is noon of that day in the mapping's time zone. Left out: when the call ended.",
  });

const whose = z.union([z.string(), z.array(z.string()).min(1)]).describe("An e-mail, `contact`, or a list of e-mails that take turns.");

const owner = z
  .union([
    z.string(),
    z.array(z.string()).min(1),
    strict({
      from: from.optional(),
      template: template.optional(),
      format: z
        .enum(Object.keys(FORMATS) as [string])
        .describe("A change to the value before it is looked up in `map`, such as `lowercase`.")
        .optional(),
      map: z
        .record(z.string(), whose)
        .describe(
          "Whose it is for each value: `{ south: ana@acme.example, north: [bia@acme.example, tom@acme.example] }`; in a list they take turns.",
        )
        .optional(),
      otherwise: whose
        .describe(
          "Whose it is if `map` does not name the value, there is none, that user has left, or that record has no owner: an e-mail, `contact`, or a list.",
        )
        .optional(),
    }).meta({ id: "owner_rule" }),
  ])
  .meta({
    id: "owner",
    description:
      "Whose it is: the e-mail of a HubSpot user, `contact` or `deal` (whoever owns that record), a list of e-mails that take turns (`[ana@acme.example, bia@acme.example]`), or by a value: `{ from: input_variables.region, map: { south: ana@acme.example }, otherwise: contact }`. Left out: nobody's.",
  });

const on = z.union([z.string(), z.array(z.string()).min(1), z.record(z.string(), z.string())]).meta({
  id: "on",
  description:
    "The records it is associated with: `[contact, deal]`, or with HubSpot's association label: `{ company: Decision maker }`. `none`: it stands alone; then it needs an `owner`, in whose list people find it. Left out: every contact, company, deal and ticket of this file that exists.",
});

/** What all activities have in common, besides `when` and `set`. */
export const activityShape = {
  body: z
    .string()
    .describe(
      "What the note, call, task or meeting says: HTML with gaps to fill, usually written over several lines after `body: |`. What fills a gap is made safe.",
    )
    .optional(),
  at: at.optional(),
  owner: owner.optional(),
  on: on.optional(),
  if_too_long: z
    .enum(["shorten", "second_note"])
    .describe(
      "Notes and calls only: what becomes of a text that is longer than HubSpot takes (65,536 characters). `shorten` (when left out): the conversation is cut behind a speaker's turn, and the text says so. `second_note`: it goes on in further notes on the same records.",
    )
    .optional(),
  roll_up: z
    .literal("lead")
    .describe("`lead`: the attempts to reach one campaign lead share one activity, which is updated, instead of one each.")
    .optional(),
};

export type AtInput = z.infer<typeof at>;
export type OwnerInput = z.infer<typeof owner>;
export type OnInput = z.infer<typeof on>;
