import { firstStage } from "../hubspot/model/labels.ts";
import { hasPipelines, pipelineProperty, stageProperty } from "../hubspot/model/objects.ts";
import type { CrmRecordRule } from "../mapping/compiled-mapping.ts";
import { readPhone } from "../normalize/phone.ts";
import { type Problem, problemOf } from "../problem/problem.ts";
import type { Keys } from "./lookup-keys.ts";
import { decideAll } from "./property/decide.ts";
import { placeholderName } from "./property/placeholder-name.ts";
import { pipelineOf } from "./property/record-pipeline.ts";
import type { Decision, PlanContext, PlannedRecord } from "./types.ts";

/** What a record that is not there yet is created with: what the mapping sets, and what HubSpot and the next call need besides. */
export function newRecord(rule: CrmRecordRule, found: Keys, record: PlannedRecord, context: PlanContext): PlannedRecord {
  const { problem, ...decided } = decideAll(rule, null, context);
  if (problem) return { ...record, ...decided, action: "hold", problem };
  const all = withStage(rule, withName(rule, withKeys(rule, found, decided.decisions, context), context), context);
  const lacking = lackingOf(rule, all);
  if (lacking === "name")
    return {
      ...record,
      ...decided,
      action: "skip",
      decisions: all,
      why: "HubSpot wants an e-mail or a name of a new contact, and there is no usable number either",
    };
  if (lacking) return { ...record, ...decided, action: "hold", decisions: all, problem: lacking };
  return { ...record, ...decided, action: "create", decisions: all, properties: sent(all) };
}

/** A record is created with what it was looked for by: else the next call would not find it. */
function withKeys(rule: CrmRecordRule, { keys }: Keys, decisions: Decision[], context: PlanContext): Decision[] {
  const added: Decision[] = [];
  for (const { property, value, at } of keys) {
    const isSet =
      decisions.some((decision) => decision.property === property && decision.written) ||
      added.some((decision) => decision.property === property);
    const isOwn = property === "hs_object_id" || context.portalSchema.properties[rule.object]?.[property]?.readOnly;
    if (!isSet && !isOwn)
      added.push({
        property,
        to: value,
        from: null,
        write: "if_empty",
        rule: at,
        fromAuthor: false,
        written: true,
        why: "it is found by this",
      });
  }
  return [...decisions.filter(({ property }) => !added.some((one) => one.property === property)), ...added];
}

function withName(rule: CrmRecordRule, decisions: Decision[], { call, settings }: PlanContext): Decision[] {
  const named = decisions.some(({ property, written }) => written && /^(?:email|firstname|lastname)$/.test(property));
  if (rule.object !== "contacts" || named) return decisions;
  const phone = readPhone(
    decisions.find(({ property, written }) => property === "phone" && written)?.to ?? call.customerPhone,
    settings.country,
  );
  if ("none" in phone) return decisions;
  const name: Decision = {
    property: "firstname",
    to: placeholderName(phone),
    from: null,
    write: "if_empty",
    rule: rule.at,
    fromAuthor: true,
    written: true,
    why: "the number stands in until a name is known",
  };
  return [...decisions.filter(({ property }) => property !== "firstname"), name];
}

/** A new deal begins in the pipeline that it would have been found in, at its first stage. */
function withStage(rule: CrmRecordRule, decisions: Decision[], context: PlanContext): Decision[] {
  const { object } = rule;
  if (!hasPipelines(object)) return decisions;
  const added: Decision[] = [];
  const lacks = (property: string) => !decisions.some((decision) => decision.property === property && decision.written);
  const add = (property: string, to: string | null) => {
    if (to !== null && lacks(property))
      added.push({
        property,
        to,
        from: null,
        write: "if_empty",
        rule: rule.at,
        fromAuthor: true,
        written: true,
        why: "HubSpot wants one of every new record",
      });
  };
  const pipeline = pipelineOf(rule, null, context);
  add(pipelineProperty(object), pipeline);
  add(stageProperty(object), firstStage(context.portalSchema, object, pipeline));
  return [...decisions.filter(({ property }) => !added.some((one) => one.property === property)), ...added];
}

/** What HubSpot wants of every new record, and this one has not. */
const WANTED: Record<string, string> = { deals: "dealname", tickets: "subject" };

function lackingOf({ name, object, at }: CrmRecordRule, decisions: Decision[]): Problem | "name" | null {
  const has = (property: string) => decisions.some((decision) => decision.property === property && decision.written);
  if (object === "contacts") return has("email") || has("firstname") || has("lastname") ? null : "name";
  const wanted = WANTED[object];
  if (wanted === undefined || has(wanted)) return null;
  return problemOf({ code: "new_record_lacks", record: name, property: wanted, at });
}

/** What HubSpot is sent of the decisions. */
export function sent(decisions: Decision[]): Record<string, string> {
  return Object.fromEntries(decisions.filter(({ written }) => written).map(({ property, to }) => [property, to ?? ""]));
}
