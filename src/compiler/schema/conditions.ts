import { z } from "zod";
import { strict } from "./strict.ts";

const plain = z.union([z.string(), z.number(), z.boolean()]);
const listed = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const texts = z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()])).min(1)]);
const bound = z.union([z.number(), z.string()]);

type Listed = z.infer<typeof listed>;

export interface TestInput {
  at_least?: number | string;
  at_most?: number | string;
  contains?: string | number | (string | number)[];
  starts_with?: string | number | (string | number)[];
  ends_with?: string | number | (string | number)[];
  exists?: boolean;
  from?: string | number;
  to?: string | number;
  not?: TestOfOne;
}

/** What stands behind one path: a value, a list of values, or tests. */
export type TestOfOne = Listed | Listed[] | TestInput;

export interface ConditionInput {
  any?: ConditionInput[];
  not?: ConditionInput;
  [path: string]: TestOfOne | ConditionInput[] | ConditionInput | undefined;
}

const testWords: z.ZodType<TestInput> = strict({
  at_least: bound.describe("This number (or date) or more: `duration: { at_least: 20 }` is a call of 20 seconds or longer.").optional(),
  at_most: bound.describe("This number (or date) or less.").optional(),
  contains: texts.describe("The text has this somewhere in it, capital letters or not. A list means: one of these.").optional(),
  starts_with: texts
    .describe('The text begins with this: `customer_phone: { starts_with: "+55" }`. A list means: one of these.')
    .optional(),
  ends_with: texts
    .describe('The text ends with this: `input_variables.email: { ends_with: "@acme.com" }`. A list means: one of these.')
    .optional(),
  exists: z.boolean().describe("`true`: there is a value and it is not blank. `false`: there is none.").optional(),
  from: bound
    .describe(
      'With `to`, only for `call.time_of_day`: from this time of day on, which counts itself: `{ from: "18:00", to: "08:00" }` is the evening and the night.',
    )
    .optional(),
  to: bound.describe("With `from`: up to this time of day, which does not count itself. Earlier than `from`: over midnight.").optional(),
  get not() {
    return testOfOne.describe("Anything but this: `status: { not: [busy, failed] }`.").optional();
  },
}).meta({ id: "tests", description: "A test, such as `{ at_least: 20 }`. Several together must all hold." });

const testOfOne: z.ZodType<TestOfOne> = z.union([plain, z.null(), z.array(listed).min(1), testWords]).meta({
  id: "test",
  description:
    "What the value must be: one value (`completed`), one of several (`[completed, ended]`), or a test such as `{ at_least: 20 }`. Capital letters make no difference.",
});

export const condition: z.ZodType<ConditionInput> = z
  .object({
    get any() {
      return z.array(condition).min(1).describe("One of these must hold: a list, each with its own paths and values.").optional();
    },
    get not() {
      return condition.describe("This must not hold.").optional();
    },
  })
  .catchall(testOfOne)
  .meta({
    id: "condition",
    description:
      "What must hold, as `name: value` lines. All lines must hold; `any:` takes a list of which one is enough; `not:` turns a condition round. Example: `status: [completed, ended]` and `duration: { at_least: 20 }`.",
  }) as z.ZodType<ConditionInput>;
