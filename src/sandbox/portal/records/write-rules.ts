import { LIFECYCLE_STAGES } from "../schema/defaults/contact-properties.ts";
import type { ObjectType } from "./object-type.ts";
import { stageOf } from "../schema/pipelines.ts";
import { type ValueProblem, badRequest, invalidValues } from "../problem.ts";
import type { PropertyDefinition } from "../schema/property-definition.ts";
import { type Judged, judge } from "./property-values.ts";
import type { Schema } from "../schema/schema.ts";

type Properties = Readonly<Record<string, string>>;

/** A write as a rule sees it. `current` is absent on create. */
interface Proposed {
  type: ObjectType;
  version: string;
  sent: unknown;
  current?: Properties;
}

/** The values that a write will set, or a thrown Problem that names every bad one. */
export function judgedValues(schema: Schema, proposed: Proposed): Record<string, string> {
  if (typeof proposed.sent !== "object" || proposed.sent === null || Array.isArray(proposed.sent)) {
    throw badRequest("Invalid input JSON: `properties` must be an object");
  }
  const values: Record<string, string> = {};
  const problems: ValueProblem[] = [];
  for (const [name, raw] of Object.entries(proposed.sent)) {
    const judged = judgeNamed(schema, proposed.type, name, raw);
    if ("error" in judged) problems.push({ name, error: judged.error, message: judged.message });
    else values[name] = keptOption(schema.property(proposed.type.name, name), judged.value, proposed.current?.[name]);
  }
  placeInPipeline(schema, proposed, values, problems);
  if (problems.length > 0) throw invalidValues(problems);
  dropBackwardLifecycle(values, proposed.current);
  demandRequired(schema, proposed, values);
  return values;
}

function judgeNamed(schema: Schema, type: ObjectType, name: string, raw: unknown): Judged {
  const property = schema.property(type.name, name);
  if (!property) return { error: "PROPERTY_DOESNT_EXIST", message: `Property "${name}" does not exist` };
  if (property.readOnly) return { error: "READ_ONLY_VALUE", message: `"${name}" is a read only property; its value cannot be set.` };
  if (property.refersTo === "OWNER" && raw && !schema.owners.some((owner) => owner.id === String(raw))) {
    return { error: "INVALID_OWNER_ID", message: `Owner ${String(raw)} does not exist or is not active` };
  }
  return judge(property, raw);
}

/** In a multiple choice, a leading semicolon adds to what is there. */
function keptOption(property: PropertyDefinition | undefined, value: string, current: string | undefined): string {
  if (property?.fieldType !== "checkbox" || !value.startsWith(";")) return value;
  return [...new Set([...(current?.split(";") ?? []), ...value.split(";")])].filter(Boolean).join(";");
}

function placeInPipeline(schema: Schema, { type, current }: Proposed, values: Record<string, string>, problems: ValueProblem[]): void {
  const { pipelineProperty, stageProperty } = type;
  if (!pipelineProperty || !stageProperty || (!values[pipelineProperty] && !values[stageProperty])) return;
  const pipelines = schema.pipelines(type.name);
  const pipelineId = values[pipelineProperty] || current?.[pipelineProperty] || pipelines[0]?.id || "";
  const pipeline = pipelines.find((candidate) => candidate.id === pipelineId);
  if (!pipeline) {
    problems.push({
      name: pipelineProperty,
      error: "INVALID_OPTION",
      message: `${pipelineId} was not one of the allowed options: [${pipelines.map((one) => one.id).join(", ")}]`,
    });
    return;
  }
  const stageId = values[stageProperty] || current?.[stageProperty] || "";
  if (stageId && !stageOf([pipeline], stageId)) {
    problems.push({
      name: stageProperty,
      error: "INVALID_OPTION",
      message: `${stageId} was not one of the allowed options: [${pipeline.stages.map((one) => one.id).join(", ")}]`,
    });
  }
  values[pipelineProperty] = pipelineId;
}

/** HubSpot ignores a step back in the lifecycle without a word; clearing is allowed. */
function dropBackwardLifecycle(values: Record<string, string>, current: Properties | undefined): void {
  const order = Object.keys(LIFECYCLE_STAGES);
  const [from, to] = [current?.["lifecyclestage"], values["lifecyclestage"]];
  if (from && to && order.indexOf(to) < order.indexOf(from)) delete values["lifecyclestage"];
}

function demandRequired(schema: Schema, { type, version, current }: Proposed, values: Record<string, string>): void {
  const after: Properties = { ...current, ...values };
  if (!current) {
    const missing = type.required.filter((name) => !after[name]);
    if (missing.length > 0 || (type.requiredAny.length > 0 && !type.requiredAny.some((name) => after[name]))) {
      demand("MISSING_REQUIRED_PROPERTY", type, missing.length > 0 ? missing : [...type.requiredAny]);
    }
  }
  if (version < "2026-09" || version.startsWith("v")) return;
  if (!current)
    demand(
      "MISSING_REQUIRED_PROPERTY",
      type,
      schema.requiredOnCreate(type.name).filter((name) => !after[name]),
    );
  const stage = type.stageProperty ? values[type.stageProperty] : undefined;
  if (stage && stage !== current?.[type.stageProperty ?? ""]) {
    demand(
      "MISSING_CONDITIONAL_REQUIRED_PROPERTY",
      type,
      schema.requiredInStage(stage).filter((name) => !after[name]),
    );
  }
}

function demand(code: string, type: ObjectType, missing: readonly string[]): void {
  if (missing.length === 0) return;
  const message = `Error creating or updating ${type.singular.toUpperCase()}. Some required properties were not set.`;
  throw badRequest(message, {
    context: { properties: [`[${missing.join(", ")}]`] },
    errors: missing.map((name) => ({ message: `Required property "${name}" is missing`, code, context: { propertyName: [name] } })),
  });
}
