import { asText } from "../html/show-value.ts";
import type { Key } from "../hubspot/model/lookup.ts";
import { toPropertyValue } from "../hubspot/model/property-value.ts";
import type { CrmRecordRule, KeyRule } from "../mapping/compiled-mapping.ts";
import { evaluate, readSource } from "../mapping/evaluate.ts";
import { isBlank } from "../mapping/paths.ts";
import { isFrameOnly } from "../mapping/template/authors-words.ts";
import { readSoleEmail } from "../normalize/email.ts";
import { readPhone } from "../normalize/phone.ts";
import { isPrivateMail } from "../normalize/private-mail.ts";
import { readDomain } from "../normalize/text.ts";

import type { PlanContext } from "./types.ts";

export interface Keys {
  /** Each with the place of its line in the file. */
  keys: (Key & { at: string })[];
  why: string[];
}

const NO_PHONE = {
  blank: "the call brought no phone number",
  withheld: "the caller withheld the number",
  short: "the number is too short to belong to one person",
  not_a_number: "what came as the phone number is none",
};

/** What a record can be found by, in the order to try, and what of it cannot be used. Throws TemplateStopped. */
export function keysOf(rule: CrmRecordRule, context: Pick<PlanContext, "names" | "settings" | "portalSchema" | "mapping">): Keys {
  const found: Keys = { keys: [], why: [] };
  for (const { property, source, at, ...key } of rule.find_by ?? []) {
    const value = key.rule === undefined ? readSource(source, context).value : ruled({ property, source, at, rule: key.rule }, context);
    // What the author wrote around blank gaps is the same for everybody, and nobody's key.
    const isNobodys = source.kind === "template" && isFrameOnly(source.template, asText(value));
    const usable = keyOf(rule, property, isNobodys ? null : value, context);
    if (typeof usable === "string") found.why.push(usable);
    else if (!found.keys.some((other) => other.property === usable.property && other.value === usable.value))
      found.keys.push({ ...usable, at });
  }
  return found;
}

/** Null: the format read nothing, or `map` names no such value and `otherwise` says to look for nothing. */
function ruled({ rule, ...key }: Required<KeyRule>, context: Pick<PlanContext, "names" | "settings">): unknown {
  const value = evaluate({ ...key, ...rule, write: "overwrite", blank: "keep", readsItself: false }, context);
  return "value" in value ? value.value : null;
}

function keyOf(
  rule: CrmRecordRule,
  property: string,
  value: unknown,
  context: Pick<PlanContext, "settings" | "portalSchema" | "mapping">,
): Key | string {
  const text = asText(value).trim();
  if (isPhoneKey(rule.object, property, context)) return phoneKey(property, text, context.settings.country);
  if (isBlank(value)) return `the call brought no ${property}`;
  if (rule.object === "contacts" && property === "email") return emailKey(text);
  if (rule.object === "companies" && OF_A_COMPANY.has(property) && isPrivateMail(readDomain(text) ?? text))
    return "the domain is one of private addresses, and no company's";
  const isOption = context.portalSchema.properties[rule.object]?.[property]?.type === "enumeration";
  const { propertyValue, misfit } = toPropertyValue(value, { object: rule.object, property, pipeline: null }, context);
  return propertyValue === null || misfit !== null
    ? `${property} holds nothing that HubSpot takes`
    : { property, match: "value", value: propertyValue, ...(isOption && { isOption }) };
}

/** Its own site. Strangers who have their mail with one provider are no colleagues. */
const OF_A_COMPANY = new Set(["domain", "website"]);

/** A company has one number, in `phone`, or in properties of its own that the portal calls phone numbers. */
function isPhoneKey(object: string, property: string, { mapping, portalSchema }: Pick<PlanContext, "mapping" | "portalSchema">): boolean {
  if (object === "companies") return property === "phone" || portalSchema.properties[object]?.[property]?.fieldType === "phonenumber";
  return object === "contacts" && (property === "phone" || property === "mobilephone" || mapping.phoneProperties.includes(property));
}

function phoneKey(property: string, text: string, country: string | null): Key | string {
  const phone = readPhone(isBlank(text) ? null : text, country);
  return "none" in phone ? NO_PHONE[phone.none] : { property, match: "phone", value: phone.e164 };
}

/** The whole value must be one address: somebody found by a guess is the wrong person. */
function emailKey(text: string): Key | string {
  const email = readSoleEmail(text);
  return email === null ? "what came as the e-mail is no address" : { property: "email", match: "email", value: email };
}
