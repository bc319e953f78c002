import { asText } from "../html/show-value.ts";
import { clockText } from "../normalize/clock.ts";
import type { Condition } from "./compiled-mapping.ts";
import { holds } from "./conditions.ts";
import { isBlankAt, readPath } from "./paths.ts";
import type { Reading } from "./reading.ts";

type Test = Extract<Condition, { kind: "test" }>;

/** Names whose values tell nothing about a customer: a reason may quote them. */
const HARMLESS = new Set([
  "status",
  "duration",
  "type",
  "ended_by",
  "assistant_name",
  "campaign.name",
  "lead.campaign.name",
  "lead.status",
  "call.direction",
  "call.answered",
  "call.outcome",
  "call.attempt",
  "call.started_at",
  "call.ended_at",
  "call.weekday",
  "call.time_of_day",
  "call.working_time",
]);

/** In words, the part of a condition that does not hold. Receipts keep it: it quotes no customer's data. */
export function whyNot(condition: Condition | null, names: object, reading: Reading): string {
  if (condition === null || holds(condition, names, reading)) return "";
  if (condition.kind === "all") return whyNot(condition.of.find((one) => !holds(one, names, reading)) ?? null, names, reading);
  if (condition.kind === "any") return `none of these holds: ${condition.of.map((one) => whyNot(one, names, reading)).join("; ")}`;
  if (condition.kind === "not") return `${describe(condition.of)}, which it must not`;
  if (condition.kind === "record") return whyNotRecord(condition, reading);
  const value = readPath(names, condition.path);
  if (isBlankAt(condition.path, value) && condition.test !== "exists") return `\`${condition.path}\` is blank, not ${wanted(condition)}`;
  return `\`${condition.path}\` is ${found(condition, value)}, not ${wanted(condition)}`;
}

function whyNotRecord({ record, is }: Extract<Condition, { kind: "record" }>, { stateOf }: Reading): string {
  if ((stateOf?.(record) ?? null) === null) return `\`${record}\` was not looked up, so it is neither found nor missing`;
  return is === "missing" ? `\`${record}\` was found, not missing` : `\`${record}\` was missing, not found`;
}

function found({ path, test }: Test, value: unknown): string {
  if (test === "exists") return isBlankAt(path, value) ? "blank" : "filled";
  const quotable = HARMLESS.has(path) || typeof value === "boolean";
  return quotable ? `\`${asText(value).slice(0, 60)}\`` : "something else";
}

function wanted(condition: Test): string {
  switch (condition.test) {
    case "exists":
      return condition.value ? "filled" : "blank";
    case "one_of":
      return condition.values.length === 1 ? quoted(condition.values[0]) : `one of ${condition.values.map(quoted).join(", ")}`;
    case "time_between":
      return `from ${clockText(condition.from)} to ${clockText(condition.to)}`;
    case "at_least":
      return `${quoted(condition.value)} or more`;
    case "at_most":
      return `${quoted(condition.value)} or less`;
    case "contains":
      return `one that contains ${quoted(condition.value)}`;
    case "ends_with":
      return `one that ends with ${quoted(condition.value)}`;
    case "starts_with":
      return `one that starts with ${quoted(condition.value)}`;
  }
}

function quoted(value: unknown): string {
  return value === null ? "blank" : `\`${String(value)}\``;
}

/** A condition in words; nothing of a call is in it. */
export function describe(condition: Condition): string {
  if (condition.kind === "all") return condition.of.map(describe).join(" and ");
  if (condition.kind === "any") return condition.of.map(describe).join(" or ");
  if (condition.kind === "not") return `not (${describe(condition.of)})`;
  if (condition.kind === "record") return `\`${condition.record}\` is ${condition.is}`;
  return `\`${condition.path}\` is ${wanted(condition)}`;
}
