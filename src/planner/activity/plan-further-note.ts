import type { ActivityRule } from "../../mapping/compiled-mapping.ts";
import { planActivity } from "./plan-activity.ts";
import { currentRecord } from "../property/current-values.ts";
import type { Decision, PlanContext, PlannedRecord } from "../types.ts";

const OWNER = "hubspot_owner_id";

/**
 * A note in which another activity's text goes on. Where that one has become shorter since, this one says so, and what people wrote into it stays.
 * Null: there is nothing to go on with, and never was. Throws TemplateStopped.
 */
export function planFurtherNote(
  rule: ActivityRule,
  { record, part }: NonNullable<ActivityRule["continues"]>,
  planned: Map<string, PlannedRecord>,
  context: PlanContext,
): PlannedRecord | null {
  const [first, isNeeded] = [planned.get(record), context.further.get(record)?.[part - 2] !== undefined];
  const wasWritten = context.lookups[rule.name] !== undefined;
  if (first === undefined || (!isNeeded && !wasWritten)) return null;
  const note = planActivity(rule, planned, context);
  if (first.action === "skip" || first.action === "hold")
    return wasWritten ? { ...note, action: "skip", properties: {}, why: `\`${record}\` is not written`, continues: record } : null;
  return { ...ownedAs(first, note, currentRecord(context, rule.name) === null), continues: record };
}

/** Whoever owns the first owns what follows, from the beginning: later it may have been given away. */
function ownedAs(first: PlannedRecord, note: PlannedRecord, isNew: boolean): PlannedRecord {
  const owner = first.decisions.find(({ property, to }): boolean => property === OWNER && to !== null) as
    | (Decision & { to: string })
    | undefined;
  if (!isNew || owner === undefined || note.action !== "create") return note;
  const decision = { ...owner, from: null, written: true, why: null };
  return { ...note, decisions: [...note.decisions, decision], properties: { ...note.properties, [OWNER]: owner.to } };
}
