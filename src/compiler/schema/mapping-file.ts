import { z } from "zod";
import { LANGUAGES } from "../../language/language.ts";
import { condition } from "./conditions.ts";
import { declaredProperties } from "./properties.ts";
import { records } from "./records.ts";
import { strict } from "./strict.ts";
import { workingTime } from "./working-time.ts";

/**
 * What a mapping file may say. The one place: types, the check, the editor's hovers and the reference table come from here.
 * What a schema cannot see (a name that does not exist, a `from` beside a `value`) is checked in compile/.
 */

const TYPES = ["string", "number", "bool", "boolean"] as const;
const type = z.enum(TYPES).describe("`string` (text), `number`, or `bool` (true or false; `boolean` is the same).");

const variable = z.union([
  type,
  strict({ type, description: z.string().describe("What the variable means, for whoever reads this file.").optional() }),
]);

export const mappingFile = strict({
  version: z.literal(1).describe("The version of this language: 1.").optional(),
  name: z.string().min(1).describe("What this mapping is called in receipts and in the console. Left out: the file's name.").optional(),
  when: condition
    .describe(
      "Which calls this mapping handles. Files are read in alphabetical order; the first one whose `when` holds takes the call. Left out: every call.",
    )
    .optional(),
  country: z.string().describe("Two letters: `BR`, `PT`, `US`. Phone numbers without a country code are read as from there.").optional(),
  timezone: z.string().describe("The time zone of dates in texts: `America/Sao_Paulo`, `Europe/Lisbon`. Left out: UTC.").optional(),
  use: z
    .union([z.string(), z.array(z.string()).min(1)])
    .describe(
      "Files with records (and what else several mappings repeat) that are read as if they were written here: `[parts/contact.yaml]`, from this file's folder. What this file says itself wins, key by key; of several parts the later one.",
    )
    .optional(),
  shadow: z
    .boolean()
    .describe(
      "`true`: try this file on live calls without writing anything. HubSpot is read, each call is `skipped` and shows what would have been written. Take the line away, deploy, and replay those calls to write them. Left out, or `false`: it writes.",
    )
    .optional(),
  working_time: workingTime.optional(),
  language: z
    .enum(LANGUAGES)
    .describe(
      "The language of our own words in texts (outcome, yes and no, speakers, labels), and of dates and numbers: `en` (when left out), `pt` or `es`. Your own words stay as you write them.",
    )
    .optional(),
  labels: z
    .record(z.string(), z.string().min(1))
    .describe(
      "What the team calls a variable, or one of its values, in `table` and `words`: `{ next_action: Próxima ação, schedule_demo: Agendar demonstração }`. Capital letters make no difference.",
    )
    .optional(),
  variables: z
    .record(z.string(), variable)
    .describe(
      "The assistant's own variables and their types: `{ lead_quality: string, callback: bool }`. If you list them, a misspelt one is found by the check.",
    )
    .optional(),
  extra_names: z
    .array(z.string())
    .describe(
      "Further names in the webhook's body that this mapping reads, if something between OtoniStark and us adds any: `[crm_id, order]`.",
    )
    .optional(),
  properties: declaredProperties.optional(),
  records,
}).describe("One mapping: which calls it handles, and what they write in HubSpot.");

export type MappingInput = z.infer<typeof mappingFile>;
