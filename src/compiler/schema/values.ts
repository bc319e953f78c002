import { z } from "zod";
import { NAMES } from "../../call/names.ts";
import { FORMATS } from "../../mapping/formats.ts";
import { condition } from "./conditions.ts";
import { strict } from "./strict.ts";

export const literal = z.union([z.string(), z.number(), z.boolean()]);

export const WRITE_MODES = {
  overwrite: "always write (what happens when `write` is left out)",
  if_empty: "only where HubSpot has no value yet",
  append: "add it as a new line below what is there; in a field with several options, tick one more",
  forward: "only to a later stage or option than today's, never back; a closed deal is never reopened",
  larger: "only if it is larger than what is there (numbers and dates)",
  unless_edited: "leave it alone where a person changed the field in HubSpot",
  clear:
    "empty the field: `{ write: clear }` has no value beside it; with `when:` only for some calls, `{ write: clear, when: { call.answered: false } }`",
  if_new: "only on a record that this call creates, such as where a new contact came from",
} as const;

export const from = z.string().meta({
  description:
    "The name to read the value from, without braces: `input_variables.customer_name`. A number stays a number, a yes/no a yes/no.",
  examples: Object.keys(NAMES).filter((name) => NAMES[name]!.type !== "group"),
});
const value = literal.describe("A fixed value, written as it stands.");
export const template = z.string().describe('A text with gaps to fill: `"{{ lead.campaign.name }}: {{ status }}"`. Put it in quotes.');

/** Where a value comes from, and nothing else: in `find_by`. */
export const source = z
  .union([z.string(), z.number(), z.boolean(), strict({ from: from.optional(), value: value.optional(), template: template.optional() })])
  .meta({
    id: "source",
    description: 'The value: a text with gaps (`"{{ customer_phone }}"`), a name to read (`{ from: customer_phone }`), or a fixed value.',
  });

const write = z.enum(Object.keys(WRITE_MODES) as [keyof typeof WRITE_MODES]).describe(
  `When to write. ${Object.entries(WRITE_MODES)
    .map(([mode, means]) => `\`${mode}\`: ${means}`)
    .join(". ")}.`,
);

const format = z.enum(Object.keys(FORMATS) as [string]).describe(
  `A change to the value before it is written. ${Object.entries(FORMATS)
    .map(([name, { describe }]) => `\`${name}\`: ${describe}`)
    .join(". ")}.`,
);

const map = z
  .record(z.string(), literal)
  .describe(
    "Turns what the call says (left) into what HubSpot shall hold (right): `{ schedule_demo: Appointment scheduled }`. The right side may be a label.",
  );

/** Where a value comes from, and what is made of it. */
const valueSource = {
  from: from.optional(),
  value: value.optional(),
  template: template.optional(),
  format: format.optional(),
  map: map.optional(),
};

const rule = strict({
  ...valueSource,
  otherwise: literal
    .describe("What to write when `map` does not name the value. `keep`: write nothing. Left out: the value itself.")
    .optional(),
  write: write.optional(),
  when: condition
    .describe("Write this property only if this holds: `{ value: Called, when: { call.answered: true } }`. Left out: always.")
    .optional(),
  blank: z
    .enum(["keep", "clear"])
    .describe("What a blank value does. `keep` (when left out): nothing, the field keeps what it has. `clear`: it empties the field.")
    .optional(),
}).meta({
  id: "rule",
  description: "Where the value comes from (`from`, `value` or `template`: one of them) and how it is written.",
});

/** How a record is found: a value, or a rule without a say in writing. */
export const key = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    strict({
      ...valueSource,
      otherwise: literal
        .describe("What to look for when `map` does not name the value. `keep`: nothing. Left out: the value itself.")
        .optional(),
    }),
  ])
  .meta({
    id: "key",
    description:
      'What to look for: a text with gaps (`"{{ customer_phone }}"`), or a rule that reads and changes a value (`{ from: input_variables.site, format: domain }`).',
  });

const settable = z
  .union([z.string(), z.number(), z.boolean(), rule])
  .describe('The value: fixed (`lead`), a text with gaps (`"{{ status }}"`), or a rule (`{ from: customer_phone, write: if_empty }`).');

export const set = z.record(z.string(), settable).meta({
  id: "set",
  description:
    "Which properties to write. On the left HubSpot's internal name (HubSpot: Settings → Properties → the property → `</>`), on the right the value. A blank value never empties a field.",
});

export type KeyInput = z.infer<typeof key>;
export type SourceInput = z.infer<typeof source>;
export type RuleInput = z.infer<typeof rule>;
export type ValueInput = z.infer<typeof settable>;
