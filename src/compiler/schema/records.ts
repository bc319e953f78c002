import { z } from "zod";
import { condition } from "./conditions.ts";
import { strict } from "./strict.ts";
import { activityShape } from "./activity.ts";
import { key, set } from "./values.ts";

const pick = z
  .enum(["latest", "oldest", "only"])
  .describe(
    "Which one, if there are several. `latest`: the one created last. `oldest`. `only`: there must be exactly one, else the call waits for a person.",
  );

const find = strict({
  through: z.string().describe("The record of this file whose associated records are looked through. Left out: `contact`.").optional(),
  pipeline: z.string().describe("Only in this pipeline: its label as HubSpot shows it, or its id.").optional(),
  stage: z
    .union([z.string(), z.number(), z.array(z.union([z.string(), z.number()])).min(1)])
    .describe(
      "Only those in this stage: its label as HubSpot shows it, or its id; of the pipeline named, else of any. A list means: one of these. `stage: Closed lost` finds what was lost.",
    )
    .optional(),
  open: z.boolean().describe("`true`: only those that are not closed. `false`: only closed ones. Left out: all.").optional(),
  pick: pick.optional(),
  where: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()])).min(1)]))
    .describe("Only those whose properties (internal names) hold these values: `{ dealtype: newbusiness }`. A list means: one of these.")
    .optional(),
});

const when = condition.describe(
  "Write this record only if this holds. Left out: always. `contact: missing` and `contact: found` ask whether another record of this file was in HubSpot before this call.",
);

const on = z
  .union([z.string(), z.array(z.string()).min(1), z.record(z.string(), z.string())])
  .describe(
    "Further records it is associated with, a found one too: `company`, `[company, contact]`, or with HubSpot's association label for each: `{ company: Decision maker }`. Left out: only a new record is, with the contact and company of this file.",
  );

const crmShape = {
  when: when.optional(),
  find_by: z
    .array(z.record(z.string(), key))
    .min(1)
    .describe(
      'How to find the record: a list, tried from the top, each line one property and its value: `- email: "{{ input_variables.email }}"`, or a rule: `- domain: { from: input_variables.site, format: domain }`. On contacts `phone` and `email` are matched as people mean them, and on companies `phone`. Nothing is found or made by a company\'s domain that is one of private mail (gmail.com, yahoo.com.br): strangers would share it.',
    )
    .optional(),
  find: find
    .describe(
      "How to find the record through another one it is associated with: the contact's open deal, for instance. Instead of `find_by`.",
    )
    .optional(),
  if_missing: z
    .enum(["create", "skip"])
    .describe(
      "What to do when there is no such record. `create`: make one. `skip` (when left out): leave it; nothing is created unless you say so.",
    )
    .optional(),
  if_several: z
    .enum(["latest", "oldest", "hold"])
    .describe(
      "What to do when several records match. `latest` (when left out): take the one created last. `oldest`. `hold`: wait for a person to choose.",
    )
    .optional(),
  on: on.optional(),
  set: set.optional(),
};

const contactWords = {
  phone_properties: z
    .array(z.string())
    .min(1)
    .describe("Further phone properties (internal names) in which to look for the number, besides `phone` and `mobilephone`.")
    .optional(),
  hold_task: z
    .string()
    .min(1)
    .describe(
      'Only with `if_several: hold`: leaves one task in HubSpot, on all the contacts to choose from, with this as its subject: `"Whose number is {{ customer_phone | phone }}?"`. It is completed once somebody has chosen.',
    )
    .optional(),
  rematch: z
    .string()
    .describe(
      "How long a call whose contact is not in HubSpot yet waits for it to appear: `7d` (days), `12h` (hours), `2w` (weeks). Only with `if_missing: skip`.",
    )
    .optional(),
};

const crm = (object: string, more = {}) => strict({ object: z.literal(object).optional(), ...crmShape, ...more });
const ofActivity = { when: when.optional(), ...activityShape, set: set.optional() };
const activity = (object: string) => strict({ object: z.literal(object).optional(), ...ofActivity });

const CUSTOM_OBJECT = /^(p\d+_[a-z0-9_-]+|\d+-\d+)$/;
const crmObject = z
  .union([z.enum(["contacts", "companies", "deals", "tickets"]), z.string().regex(CUSTOM_OBJECT, { abort: true })])
  .describe("Which HubSpot object this is: `contacts`, `companies`, `deals`, `tickets`, or a custom object such as `p12345_visits`.");
const activityObject = z
  .enum(["notes", "calls", "tasks", "meetings"])
  .describe("Which HubSpot activity this is: `notes`, `calls`, `tasks` or `meetings`.");

const named = z
  .union([strict({ object: crmObject, ...crmShape, ...contactWords }), strict({ object: activityObject, ...ofActivity })])
  .describe("A record of your own name; `object:` says what it is in HubSpot.");

export const records = z
  .object({
    contact: crm("contacts", contactWords).describe("The person of the call.").optional(),
    company: crm("companies").describe("The person's company.").optional(),
    deal: crm("deals").describe("A deal, usually the contact's open one.").optional(),
    ticket: crm("tickets").describe("A support ticket.").optional(),
    note: activity("notes").describe("A note on the records' timelines.").optional(),
    call: activity("calls").describe("The call as HubSpot's own kind of activity.").optional(),
    task: activity("tasks").describe("A to-do for somebody, such as a follow-up.").optional(),
    meeting: activity("meetings").describe("An appointment, such as a visit or a demo: it begins `at:` and takes half an hour.").optional(),
  })
  .catchall(named)
  .describe(
    "What to write in HubSpot. `contact`, `company`, `deal`, `ticket`, `note`, `call`, `task` and `meeting` mean themselves; any other name says which with `object:`. Contacts, companies, deals and tickets are written first, then notes, calls, tasks and meetings.",
  );

export type CrmInput = z.infer<ReturnType<typeof crm>> & {
  object?: string;
  phone_properties?: string[];
  rematch?: string;
  hold_task?: string;
};
export type ActivityInput = z.infer<ReturnType<typeof activity>> & { object?: string };
