import { asText } from "../../html/show-value.ts";
import { fingerprint } from "../../hubspot/model/fingerprint.ts";
import { resolveOwner } from "../../hubspot/model/labels.ts";
import type { ActivityRule, OwnerRule } from "../../mapping/compiled-mapping.ts";
import { readSource } from "../../mapping/evaluate.ts";
import { applyFormat } from "../../mapping/formats.ts";
import { isBlank, segments } from "../../mapping/paths.ts";
import type { WarningCause } from "../../problem/causes.ts";
import { type Problem, type Warning, problemOf, warningOf } from "../../problem/problem.ts";
import { currentRecord } from "../property/current-values.ts";
import type { PlanContext, PlannedRecord } from "../types.ts";

/** Whose an activity is: an owner's id; null: nobody's. */
export interface ActivityOwner {
  id: string | null;
  fromAuthor: boolean;
  /** Somebody whom the call, a record or a list names is no user of HubSpot's (any more). */
  warning: Warning | null;
  /** The one whom the mapping's author names is none. */
  problem: Problem | null;
  /** It is one of several whose turn it may be. */
  turns: PlannedRecord["turns"];
}

const NOBODY: ActivityOwner = { id: null, fromAuthor: false, warning: null, problem: null, turns: undefined };

/** Throws TemplateStopped. */
export function ownerOf(rule: ActivityRule, context: PlanContext): ActivityOwner {
  return rule.owner === null ? NOBODY : by(rule.owner, rule, context);
}

function by(owner: OwnerRule, rule: ActivityRule, context: PlanContext): ActivityOwner {
  switch (owner.kind) {
    case "user":
      return userNamed(owner.user, context);
    case "record":
      return ownerOfRecord(owner.record, rule, context);
    case "turns":
      return nextInTurn(owner.users, rule, context);
    case "by_value":
      return ownerByValue(owner, rule, context);
  }
}

/** Null: there is no such user. Where nobody told who the users are, the text is passed on. */
function idOf(text: string, { portalSchema }: PlanContext): string | null {
  const resolved = resolveOwner(portalSchema, text);
  if (resolved === "unknown") return null;
  return resolved === "unjudged" ? text.trim() : resolved.id;
}

function userNamed(user: string, context: PlanContext): ActivityOwner {
  const id = idOf(user, context);
  return id === null ? { ...NOBODY, problem: problemOf({ code: "no_such_owner", label: user }) } : { ...NOBODY, id, fromAuthor: true };
}

/** The owner that this very call gives the record, else the one it has. */
function ownerOfRecord(name: string, rule: ActivityRule, context: PlanContext): ActivityOwner {
  const text =
    context.planned.get(name)?.properties["hubspot_owner_id"] || currentRecord(context, name)?.properties["hubspot_owner_id"] || "";
  if (text === "") return NOBODY;
  const id = idOf(text, context);
  return id === null ? warned(NOBODY, { code: "owner_has_left", of: name }, rule) : { ...NOBODY, id };
}

/** Whose turn it is, the ledger says when it is written; until then a number made of the call's id does. */
function nextInTurn(users: string[], rule: ActivityRule, context: PlanContext): ActivityOwner {
  const ids = users.map((user) => idOf(user, context));
  const there = ids.filter((id) => id !== null);
  const [gone] = users.filter((_, index) => ids[index] === null);
  if (there.length === 0) return { ...NOBODY, problem: problemOf({ code: "no_such_owner", label: users.join(", ") }) };
  // The upper bits of the hash: the lower ones of like ids are alike.
  const id = there[(fingerprint(`${context.call.id}/${rule.name}`) >>> 12) % there.length] as string;
  const turns = { of: `${context.mapping.name}/${rule.name}/${ids.join(",")}`, owners: there };
  const owner: ActivityOwner = { ...NOBODY, id, fromAuthor: true, ...(there.length > 1 && { turns }) };
  return gone === undefined ? owner : warned(owner, { code: "owner_has_left", user: gone, instead: true }, rule);
}

function ownerByValue(owner: Extract<OwnerRule, { kind: "by_value" }>, rule: ActivityRule, context: PlanContext): ActivityOwner {
  const { source, format, map, otherwise } = owner;
  const { value: read } = readSource(source, context);
  const value = format === null || isBlank(read) ? read : applyFormat(format, read, context.settings);
  const instead = () => (otherwise === null ? NOBODY : by(otherwise, rule, context));
  if (isBlank(value)) return instead();
  const named = Object.entries(map).find(([key]) => fold(key) === fold(value))?.[1];
  if (named !== undefined) {
    const chosen = by(named, rule, context);
    if (otherwise === null || chosen.id !== null) return chosen;
    // A record's owner: there is none, or one who has left.
    if (named.kind === "record")
      return chosen.warning === null ? instead() : warned(instead(), { code: "owner_has_left", of: named.record, instead: true }, rule);
    return warned(instead(), { code: "owner_has_left", user: nameIn(named), instead: true }, rule);
  }
  if (otherwise !== null && Object.keys(map).length > 0) return instead();
  const id = idOf(asText(value), context);
  if (id !== null) return { ...NOBODY, id };
  const [record, property] = source.kind === "from" ? segments(source.path) : [];
  if (property !== "hubspot_owner_id" || record === undefined)
    return warned(instead(), { code: "value_does_not_fit", expected: "owner" }, rule);
  return warned(instead(), { code: "owner_has_left", of: record, ...(otherwise !== null && { instead: true }) }, rule);
}

const nameIn = (owner: OwnerRule): string => (owner.kind === "user" ? owner.user : owner.kind === "turns" ? owner.users.join(", ") : "");

const fold = (value: unknown): string => asText(value).trim().toLowerCase();

/** The first thing that is to be said of it stands. */
function warned(owner: ActivityOwner, cause: WarningCause, rule: ActivityRule): ActivityOwner {
  const warning = warningOf(cause, { record: rule.name, property: "hubspot_owner_id", rule: rule.at });
  return owner.problem === null ? { ...owner, warning: owner.warning ?? warning } : owner;
}
