import { asText } from "../../html/show-value.ts";
import { cutText } from "../../normalize/cut-text.ts";
import { dayOf, momentIn, readDate } from "../../normalize/date.ts";
import { readSoleEmail } from "../../normalize/email.ts";
import type { Locale } from "../../normalize/locale.ts";
import { readNumber } from "../../normalize/number.ts";
import { readYesNo } from "../../normalize/text.ts";
import { type Resolved, resolveOption, resolveOwner, resolvePipeline, resolveStage } from "./labels.ts";
import { LONGEST_TEXT } from "./limits.ts";
import type { Misfit } from "./misfit.ts";
import { hasPipelines, pipelineProperty, stageProperty } from "./objects.ts";
import type { PropertyDefinition, PortalSchema } from "./portal-schema.ts";

/** As HubSpot takes it (null: nothing of it), and what of it does not fit. */
export interface PropertyValue {
  propertyValue: string | null;
  misfit: Misfit | null;
}

/** What is known of the portal, and where the call's people are. */
export interface Portal {
  portalSchema: PortalSchema;
  settings: Locale;
}

export interface Target {
  object: string;
  property: string;
  /** HubSpot's id of the pipeline that the record is in, or will be. */
  pipeline: string | null;
}

/** A value in HubSpot's wire format for the property's type. Labels become ids. Of a portal whose words are not known, the value is passed on. */
export function toPropertyValue(value: unknown, target: Target, context: Portal): PropertyValue {
  const { object, property } = target;
  const { portalSchema } = context;
  const text = asText(value).trim();
  const staged = hasPipelines(object) || (portalSchema.pipelines[object] ?? []).length > 0;
  if (staged && property === stageProperty(object)) return stage(text, target, portalSchema);
  if (staged && property === pipelineProperty(object)) return named(resolvePipeline(portalSchema, object, text), text, "pipeline", target);
  if (property === "hubspot_owner_id" || (property.endsWith("owner_id") && text.includes("@")))
    return named(resolveOwner(portalSchema, text), text, "owner", target);
  if (object === "contacts" && property === "email") return email(text, target);
  return byType(value, target, context);
}

function stage(text: string, target: Target, portalSchema: PortalSchema): PropertyValue {
  const resolved = resolveStage(portalSchema, target.object, text, target.pipeline);
  if (resolved === "elsewhere") return misfit("stage_here", text, target);
  return named(resolved, text, "stage", target);
}

/** The whole value must be one address, though it may be wrapped: what is left of a sentence may be somebody else's. */
function email(text: string, target: Target): PropertyValue {
  const address = readSoleEmail(text);
  if (address === null) return misfit("email", text, target);
  const isBare =
    text
      .replace(/\p{Cf}/gu, "")
      .trim()
      .toLowerCase() === address;
  return isBare ? fits(address) : { propertyValue: address, misfit: misfitOf("email", text, target, true) };
}

function byType(value: unknown, target: Target, { portalSchema, settings }: Portal): PropertyValue {
  const definition = portalSchema.properties[target.object]?.[target.property];
  // Activities' times are known without the portal's definitions.
  const type = target.property === "hs_timestamp" ? "datetime" : definition?.type;
  switch (type) {
    case "bool":
      return typed(readYesNo(value), "yes_no", value, target);
    case "number":
      return typed(readNumber(value, settings.country), "number", value, target);
    case "date":
    case "datetime":
      return typed(dateWire(value, type, settings), type === "date" ? "day" : "moment", value, target);
    case "enumeration":
      return enumeration(value, definition as PropertyDefinition, target);
    default:
      return ofAnyLength(Array.isArray(value) && definition === undefined ? value.map(asText).join(";") : asText(value), target);
  }
}

function typed(read: string | number | boolean | null, expected: Misfit["expected"], value: unknown, target: Target): PropertyValue {
  return read === null ? misfit(expected, asText(value), target) : fits(String(read));
}

function dateWire(value: unknown, type: "date" | "datetime", settings: Locale): string | null {
  const read = readDate(value, settings);
  if (read === null) return null;
  return type === "datetime" ? momentIn(read, settings.timezone) : dayOf(read, settings.timezone);
}

/** Of several choices, those that there are. */
function enumeration(value: unknown, definition: PropertyDefinition, target: Target): PropertyValue {
  const yesNo = definition.fieldType === "booleancheckbox" ? readYesNo(value) : null;
  const texts = yesNo !== null ? [String(yesNo)] : definition.fieldType === "checkbox" ? chosen(value, definition) : [asText(value)];
  const wires = texts.map((text) => named(resolveOption(definition, text), text, "option", target));
  const known = wires.flatMap(({ propertyValue }) => propertyValue ?? []);
  const unknown = wires.flatMap((wire) => wire.misfit?.text ?? []);
  return {
    propertyValue: known.length === 0 && unknown.length > 0 ? null : [...new Set(known)].join(";"),
    misfit: unknown.length === 0 ? null : misfitOf("option", unknown.join(", "), target, known.length > 0),
  };
}

/** `Blue; Green`, or with commas, unless an option's own label has them. */
function chosen(value: unknown, definition: PropertyDefinition): string[] {
  if (Array.isArray(value)) return value.map(asText).filter((text) => text.trim() !== "");
  const text = asText(value);
  const whole = resolveOption(definition, text);
  const parts = typeof whole === "object" ? [text] : text.split(text.includes(";") ? ";" : ",");
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function named(resolved: Resolved, text: string, expected: Misfit["expected"], target: Target): PropertyValue {
  if (resolved === "unjudged") return fits(text);
  return resolved === "unknown" ? misfit(expected, text, target) : fits(resolved.id);
}

function ofAnyLength(text: string, target: Target): PropertyValue {
  return text.length <= LONGEST_TEXT
    ? fits(text)
    : { propertyValue: cutText(text, LONGEST_TEXT), misfit: misfitOf("shorter", text, target, true) };
}

const fits = (propertyValue: string): PropertyValue => ({ propertyValue, misfit: null });

function misfit(expected: Misfit["expected"], text: string, target: Target): PropertyValue {
  return { propertyValue: null, misfit: misfitOf(expected, text, target, false) };
}

function misfitOf(expected: Misfit["expected"], text: string, { object, property }: Target, isPart: boolean): Misfit {
  return { object, property, expected, text, isPart };
}
