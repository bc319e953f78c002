import { resolveOwner } from "../../hubspot/model/labels.ts";
import type { ActivityRule } from "../../mapping/compiled-mapping.ts";
import { readSource } from "../../mapping/evaluate.ts";
import { type Problem, type Warning, problemOf, warningOf } from "../../problem/problem.ts";
import { currentRecord } from "../property/current-values.ts";
import type { PlanContext } from "../types.ts";

/** Whose an activity is: an owner's id; null: nobody's. */
export interface ActivityOwner {
  id: string | null;
  fromAuthor: boolean;
  /** The call, or the contact, names an owner who is no user of HubSpot's (any more). */
  warning: Warning | null;
  /** The mapping's author does. */
  problem: Problem | null;
}

const NOBODY: ActivityOwner = { id: null, fromAuthor: false, warning: null, problem: null };

/** Throws TemplateStopped. */
export function ownerOf(rule: ActivityRule, context: PlanContext): ActivityOwner {
  if (rule.owner === null) return NOBODY;
  const { text, fromAuthor } = rule.owner === "contact" ? contactsOwner(context) : written(rule.owner, context);
  if (text === "") return NOBODY;
  const resolved = resolveOwner(context.portalSchema, text);
  if (resolved === "unjudged") return { ...NOBODY, id: text, fromAuthor };
  if (typeof resolved === "object") return { ...NOBODY, id: resolved.id, fromAuthor };
  if (fromAuthor) return { ...NOBODY, problem: problemOf({ code: "no_such_owner", label: text }) };
  const where = { record: rule.name, property: "hubspot_owner_id", rule: rule.at };
  const cause =
    rule.owner === "contact" ? ({ code: "owner_has_left" } as const) : ({ code: "value_does_not_fit", expected: "owner" } as const);
  return { ...NOBODY, warning: warningOf(cause, where) };
}

function written(owner: string, context: PlanContext): { text: string; fromAuthor: boolean } {
  const { value, fromAuthor } = readSource({ kind: "template", template: owner }, context);
  return { text: String(value).trim(), fromAuthor };
}

/** The owner that this very call gives the contact, else the one it has. */
function contactsOwner(context: PlanContext): { text: string; fromAuthor: boolean } {
  const contact = context.mapping.records.find(({ object }) => object === "contacts");
  const text =
    contact &&
    (context.planned.get(contact.name)?.properties["hubspot_owner_id"] ||
      currentRecord(context, contact.name)?.properties["hubspot_owner_id"]);
  return { text: text ?? "", fromAuthor: false };
}
