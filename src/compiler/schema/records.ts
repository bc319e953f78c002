import { z } from "zod";
import { condition } from "./conditions.ts";
import { strict } from "./strict.ts";
import { set, source } from "./values.ts";

const pick = z
  .enum(["latest", "oldest", "only"])
  .describe(
    "Which one, if there are several. `latest`: the one created last. `oldest`. `only`: there must be exactly one, else the call waits for a person.",
  );

const find = strict({
  through: z.string().describe("The record of this file whose associated records are looked through. Left out: `contact`.").optional(),
  pipeline: z.string().describe("Only in this pipeline: its label as HubSpot shows it, or its id.").optional(),
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

const crmShape = {
  when: when.optional(),
  find_by: z
    .array(z.record(z.string(), source))
    .min(1)
    .describe(
      'How to find the record: a list, tried from the top, each line one property and its value: `- email: "{{ input_variables.email }}"`. On contacts `phone` and `email` are matched as people mean them, and on companies `phone`.',
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

const activityShape = {
  when: when.optional(),
  body: z
    .string()
    .describe(
      "What the note, call or task says: HTML with gaps to fill, usually written over several lines after `body: |`. What fills a gap is made safe.",
    )
    .optional(),
  at: source
    .describe(
      "When it happened; for a task, when it is due. A day without a time is noon of that day in the mapping's time zone. Left out: when the call ended.",
    )
    .optional(),
  owner: z
    .string()
    .describe("Whose it is: `contact` (whoever owns the contact) or the e-mail of a HubSpot user. Left out: nobody's.")
    .optional(),
  on: z
    .union([z.string(), z.array(z.string()).min(1)])
    .describe(
      "The records it is associated with: `[contact, deal]`. Left out: every contact, company, deal and ticket of this file that exists.",
    )
    .optional(),
  roll_up: z
    .literal("lead")
    .describe("`lead`: the attempts to reach one campaign lead share one activity, which is updated, instead of one each.")
    .optional(),
  set: set.optional(),
};

const crm = (object: string, more = {}) => strict({ object: z.literal(object).optional(), ...crmShape, ...more });
const activity = (object: string) => strict({ object: z.literal(object).optional(), ...activityShape });

const CUSTOM_OBJECT = /^(p\d+_[a-z0-9_-]+|\d+-\d+)$/;
const crmObject = z
  .union([z.enum(["contacts", "companies", "deals", "tickets"]), z.string().regex(CUSTOM_OBJECT, { abort: true })])
  .describe("Which HubSpot object this is: `contacts`, `companies`, `deals`, `tickets`, or a custom object such as `p12345_visits`.");
const activityObject = z.enum(["notes", "calls", "tasks"]).describe("Which HubSpot activity this is: `notes`, `calls` or `tasks`.");

const named = z
  .union([strict({ object: crmObject, ...crmShape, ...contactWords }), strict({ object: activityObject, ...activityShape })])
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
  })
  .catchall(named)
  .describe(
    "What to write in HubSpot. `contact`, `company`, `deal`, `ticket`, `note`, `call` and `task` mean themselves; any other name says which with `object:`. Contacts, companies, deals and tickets are written first, then notes, calls and tasks.",
  );

export type CrmInput = z.infer<ReturnType<typeof crm>> & {
  object?: string;
  phone_properties?: string[];
  rematch?: string;
  hold_task?: string;
};
export type ActivityInput = z.infer<ReturnType<typeof activity>> & { object?: string };
