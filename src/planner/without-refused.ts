import { readPhone } from "../normalize/phone.ts";
import type { HubSpotCause } from "../problem/causes.ts";
import { warningOf } from "../problem/problem.ts";
import { placeholderName } from "./property/placeholder-name.ts";
import type { Decision, PlannedRecord } from "./types.ts";

/** What HubSpot refused, and why. */
export interface Refused {
  cause: HubSpotCause;
  category: string;
  /** Those that it names. */
  properties: string[];
}

/**
 * The same record without the values that HubSpot refused, for a reason that only shows there (a portal's own validation, an option that is
 * gone), with a warning for each. Null where the record cannot do without: then it is for a person. Whoever sends it again has a bound.
 */
export function withoutRefused(planned: PlannedRecord, refused: Refused, country: string | null): PlannedRecord | null {
  const names = namesIn(refused).filter((name) => planned.properties[name] !== undefined);
  const decisions = names.map((name) => planned.decisions.find(({ property, written }) => property === name && written));
  const ofTheCall = decisions.filter((decision): decision is Decision => decision?.fromAuthor === false);
  if (names.length === 0 || ofTheCall.length < names.length) return null;
  return withName(
    ofTheCall.reduce((left, decision) => without(left, decision, country), planned),
    country,
  );
}

function namesIn({ cause, category, properties }: Refused): string[] {
  if (cause.code !== "option_refused" && cause.code !== "value_refused") return [];
  return properties.length === 0 && category === "INVALID_EMAIL" ? ["email"] : properties;
}

/** A portal that checks its phone numbers wants them as E.164: a number that is not yet so is, before it is left out. */
function without(planned: PlannedRecord, decision: Decision, country: string | null): PlannedRecord {
  const { property, rule } = decision;
  const phone = /phone/.test(property) ? readPhone(decision.to, country) : null;
  if (phone !== null && !("none" in phone) && phone.e164 !== decision.to) return replaced(planned, { ...decision, to: phone.e164 });
  const { [property]: _, ...properties } = planned.properties;
  const left = replaced(planned, { ...decision, to: null, written: false, why: "HubSpot refused it" });
  const warning = warningOf({ code: "value_does_not_fit", expected: "accepted" }, { record: planned.name, property, rule });
  const isNothingLeft = planned.action === "update" && Object.keys(properties).length === 0;
  return { ...left, properties, warnings: [...planned.warnings, warning], ...(isNothingLeft && { action: "unchanged" as const }) };
}

function replaced(planned: PlannedRecord, decision: Decision): PlannedRecord {
  return {
    ...planned,
    properties: { ...planned.properties, [decision.property]: decision.to ?? "" },
    decisions: planned.decisions.map((one) => (one.property === decision.property ? decision : one)),
  };
}

/** HubSpot wants an e-mail or a name of every new contact; the number stands in, where there is one. */
function withName(planned: PlannedRecord, country: string | null): PlannedRecord | null {
  const { properties } = planned;
  const isNamed = properties["email"] || properties["firstname"] || properties["lastname"];
  if (planned.object !== "contacts" || planned.action !== "create" || isNamed) return planned;
  const phone = readPhone(properties["phone"] ?? properties["mobilephone"], country);
  if ("none" in phone) return null;
  const to = placeholderName(phone);
  const name: Decision = {
    property: "firstname",
    to,
    from: null,
    write: "if_empty",
    rule: planned.decisions[0]?.rule ?? "",
    fromAuthor: true,
    written: true,
    why: "the number stands in until a name is known",
  };
  const others = planned.decisions.filter(({ property }) => property !== "firstname");
  return { ...planned, properties: { ...properties, firstname: to }, decisions: [...others, name] };
}
