import { type AssociationType, hasPipelines, pairName, pipelineProperty, stageProperty } from "./objects.ts";
import type { AssociationLabel, Pipeline, PropertyDefinition, PortalSchema } from "./portal-schema.ts";

/** What a label came to. `unknown`: the portal has no such thing. `unjudged`: we do not know the portal's words; the text is passed on. */
export type Resolved = { id: string } | "unknown" | "unjudged";

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** An id as it stands, else a label without regard to case. */
function find<T>(entries: readonly T[], text: string, id: (entry: T) => string, label: (entry: T) => string): T | undefined {
  return entries.find((entry) => id(entry) === text.trim()) ?? entries.find((entry) => same(label(entry), text));
}

export function resolvePipeline(portalSchema: PortalSchema, object: string, text: string): Resolved {
  const pipelines = portalSchema.pipelines[object] ?? [];
  if (pipelines.length === 0) return "unjudged";
  const found = find(
    pipelines,
    text,
    (pipeline) => pipeline.id,
    (pipeline) => pipeline.label,
  );
  return found ? { id: found.id } : "unknown";
}

/** `elsewhere`: there is such a stage, but in another pipeline than the record's. */
export function resolveStage(portalSchema: PortalSchema, object: string, text: string, pipelineId: string | null): Resolved | "elsewhere" {
  const pipelines = portalSchema.pipelines[object] ?? [];
  if (pipelines.length === 0) return "unjudged";
  const own = pipelines.filter((pipeline) => pipelineId === null || pipeline.id === pipelineId);
  const found = stageIn(own, text);
  if (found) return { id: found.id };
  return stageIn(pipelines, text) ? "elsewhere" : "unknown";
}

function stageIn(pipelines: Pipeline[], text: string): Pipeline["stages"][number] | undefined {
  return find(
    pipelines.flatMap(({ stages }) => stages),
    text,
    (stage) => stage.id,
    (stage) => stage.label,
  );
}

/** Every stage of that label or id: in a pipeline, or, where none is named, in any. */
export function resolveStages(
  portalSchema: PortalSchema,
  object: string,
  text: string,
  pipelineId: string | null,
): { ids: string[] } | "unknown" | "unjudged" {
  const pipelines = portalSchema.pipelines[object] ?? [];
  if (pipelines.length === 0) return "unjudged";
  const stages = pipelines.filter(({ id }) => pipelineId === null || id === pipelineId).flatMap((pipeline) => pipeline.stages);
  const ids = stages.filter(({ id, label }) => id === text.trim() || same(label, text)).map(({ id }) => id);
  return ids.length === 0 ? "unknown" : { ids };
}

export function resolveOption(definition: PropertyDefinition | undefined, text: string): Resolved {
  const options = definition?.options ?? [];
  if (options.length === 0) return "unjudged";
  const found =
    find(
      options,
      text,
      (option) => option.value,
      (option) => option.label,
    ) ?? options.find(({ value }) => same(value, text));
  return found ? { id: found.value } : "unknown";
}

/** An owner by e-mail or id. Who has left is among the portal's owners no more. */
export function resolveOwner(portalSchema: PortalSchema, text: string): Resolved {
  if (portalSchema.owners.length === 0) return text.includes("@") ? "unjudged" : { id: text.trim() };
  const found = portalSchema.owners.find(({ id, email }) => id === text.trim() || same(email, text));
  return found ? { id: found.id } : "unknown";
}

/** An association label, from an object of the first kind to one of the second. `isFromOther`: it is the name that the other end gives it, and is set from there. */
type ResolvedLabel = { type: AssociationType; isFromOther: boolean } | "unknown" | "unjudged";

export function resolveAssociationLabel({ associationLabels }: PortalSchema, from: string, to: string, text: string): ResolvedLabel {
  const [there, back] = [associationLabels?.[pairName(from, to)], associationLabels?.[pairName(to, from)]];
  if (there === undefined && back === undefined) return "unjudged";
  const labelled = (labels: AssociationLabel[] = []) =>
    labels.find(({ label }) => same(label, text)) ?? labels.find(({ name }) => name !== undefined && same(name, text));
  const own = labelled(there);
  if (own) return { type: typeOf(own), isFromOther: false };
  const others = labelled(back);
  return others ? { type: typeOf(others), isFromOther: true } : "unknown";
}

const typeOf = ({ category, typeId }: AssociationLabel): AssociationType => ({ category, typeId });

/** The pipeline that a stage stands in, and where in it. */
export function stagePlace(
  portalSchema: PortalSchema,
  object: string,
  stageId: string,
): { pipeline: Pipeline; index: number; closed: boolean; won: boolean } | null {
  for (const pipeline of portalSchema.pipelines[object] ?? []) {
    const index = pipeline.stages.findIndex(({ id }) => id === stageId);
    const stage = pipeline.stages[index];
    if (stage) return { pipeline, index, closed: stage.closed, won: stage.won };
  }
  return null;
}

/** Where a new record begins. */
export function firstStage(portalSchema: PortalSchema, object: string, pipelineId: string | null): string | null {
  const pipelines = portalSchema.pipelines[object] ?? [];
  const pipeline = pipelines.find(({ id }) => id === (pipelineId ?? "default")) ?? (pipelineId === null ? pipelines[0] : undefined);
  return pipeline?.stages[0]?.id ?? null;
}

/**
 * What a property's value is also called: a stage, pipeline or option by its label, an owner by the e-mail; of a multiple choice each choice
 * by its value and its label. Empty where it has no other name.
 */
export function labelsOf(portalSchema: PortalSchema, object: string, property: string, value: string): string[] {
  const pipelines = portalSchema.pipelines[object] ?? [];
  const staged = hasPipelines(object) || pipelines.length > 0;
  if (staged && property === stageProperty(object))
    return pipelines.flatMap(({ stages }) => stages.filter(({ id }) => id === value).map(({ label }) => label));
  if (staged && property === pipelineProperty(object)) return pipelines.filter(({ id }) => id === value).map(({ label }) => label);
  if (property.endsWith("owner_id")) return portalSchema.owners.filter(({ id }) => id === value).map(({ email }) => email);
  return optionLabels(portalSchema.properties[object]?.[property], value);
}

function optionLabels(definition: PropertyDefinition | undefined, value: string): string[] {
  const { options = [], fieldType } = definition ?? {};
  const labels = (choice: string) => options.filter((option) => option.value === choice).map(({ label }) => label);
  if (fieldType !== "checkbox") return labels(value);
  return value.split(";").flatMap((choice) => [choice.trim(), ...labels(choice.trim())]);
}
