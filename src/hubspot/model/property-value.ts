import { asText } from "../../html/show-value.ts";
import { dayOf, momentIn, readDate } from "../../normalize/date.ts";
import type { Locale } from "../../normalize/locale.ts";
import { readNumber } from "../../normalize/number.ts";
import { readYesNo } from "../../normalize/text.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";
import { type Resolved, resolveOption, resolveOwner, resolvePipeline, resolveStage } from "./labels.ts";
import { hasPipelines, pipelineProperty, stageProperty } from "./objects.ts";
import type { PropertyDefinition, PortalSchema } from "./portal-schema.ts";

/** As HubSpot takes it; or why it does not. `own`: the mapping's author wrote the value, so the author can mend it. */
export type PropertyValue = { propertyValue: string } | { not: string } | { problem: Problem };

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
export function toPropertyValue(value: unknown, own: boolean, target: Target, context: Portal): PropertyValue {
  const { object, property } = target;
  const { portalSchema } = context;
  const text = asText(value).trim();
  const staged = hasPipelines(object) || (portalSchema.pipelines[object] ?? []).length > 0;
  if (staged && property === stageProperty(object)) return stage(text, target, context);
  if (staged && property === pipelineProperty(object))
    return named(resolvePipeline(portalSchema, object, text), text, own, "pipeline", target);
  if (property === "hubspot_owner_id" || (property.endsWith("owner_id") && text.includes("@")))
    return named(resolveOwner(portalSchema, text), text, own, "owner", target);
  return byType(value, own, portalSchema.properties[object]?.[property], target, context);
}

function stage(text: string, target: Target, { portalSchema }: Pick<Portal, "portalSchema">): PropertyValue {
  const resolved = resolveStage(portalSchema, target.object, text, target.pipeline);
  if (resolved === "elsewhere") return { not: "a stage of another pipeline than the record's" };
  return named(resolved, text, true, "stage", target);
}

function byType(
  value: unknown,
  own: boolean,
  definition: PropertyDefinition | undefined,
  target: Target,
  context: Pick<Portal, "settings">,
): PropertyValue {
  // Activities' times are known without the portal's definitions.
  const type = target.property === "hs_timestamp" ? "datetime" : definition?.type;
  switch (type) {
    case "bool":
      return typed(readYesNo(value), value);
    case "number":
      return typed(readNumber(value, context.settings.country), value);
    case "date":
    case "datetime":
      return { propertyValue: dateWire(value, type, context) };
    case "enumeration":
      return enumeration(value, own, definition as PropertyDefinition, target);
    default:
      return { propertyValue: Array.isArray(value) && definition === undefined ? value.map(asText).join(";") : asText(value) };
  }
}

/** What cannot be read goes as it is: HubSpot's refusal then says so, and to whom. */
function typed(read: number | boolean | null, value: unknown): PropertyValue {
  return { propertyValue: read === null ? asText(value) : String(read) };
}

function dateWire(value: unknown, type: "date" | "datetime", { settings }: Pick<Portal, "settings">): string {
  const read = readDate(value, settings);
  if (read === null) return asText(value);
  return type === "datetime" ? momentIn(read, settings.timezone) : dayOf(read, settings.timezone);
}

function enumeration(value: unknown, own: boolean, definition: PropertyDefinition, target: Target): PropertyValue {
  const isYesNo = definition.fieldType === "booleancheckbox" && readYesNo(value) !== null;
  const texts = isYesNo ? [String(readYesNo(value))] : definition.fieldType === "checkbox" ? chosen(value, definition) : [asText(value)];
  const wires = texts.map((text) => named(resolveOption(definition, text), text, own, "option", target));
  return (
    wires.find((propertyValue) => !("propertyValue" in propertyValue)) ?? {
      propertyValue: [...new Set(wires.map((propertyValue) => (propertyValue as { propertyValue: string }).propertyValue))].join(";"),
    }
  );
}

/** `Blue; Green`, or with commas, unless an option's own label has them. */
function chosen(value: unknown, definition: PropertyDefinition): string[] {
  if (Array.isArray(value)) return value.map(asText).filter((text) => text.trim() !== "");
  const text = asText(value);
  const whole = resolveOption(definition, text);
  const parts = typeof whole === "object" ? [text] : text.split(text.includes(";") ? ";" : ",");
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function named(
  resolved: Resolved,
  text: string,
  own: boolean,
  kind: "pipeline" | "stage" | "owner" | "option",
  target: Target,
): PropertyValue {
  if (resolved === "unjudged") return { propertyValue: text };
  if (resolved !== "unknown") return { propertyValue: resolved.id };
  return own ? { problem: unknownLabel(text, kind, target) } : { not: `not one of HubSpot's ${kind}s for it` };
}

export function unknownLabel(
  text: string,
  kind: "pipeline" | "stage" | "owner" | "option",
  { object, property }: Pick<Target, "object" | "property">,
): Problem {
  if (kind === "option") return problemOf({ code: "no_such_option", object, property, label: text });
  if (kind === "owner") return problemOf({ code: "no_such_owner", label: text });
  return problemOf({ code: kind === "stage" ? "no_such_stage" : "no_such_pipeline", object, label: text });
}
