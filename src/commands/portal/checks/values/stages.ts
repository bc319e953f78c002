import { asText } from "../../../../html/show-value.ts";
import { resolvePipeline, resolveStage, resolveStages, stagePlace } from "../../../../hubspot/model/labels.ts";
import { hasPipelines, pipelineProperty, stageProperty } from "../../../../hubspot/model/objects.ts";
import type { PortalSchema } from "../../../../hubspot/model/portal-schema.ts";
import type { RecordRule } from "../../../../mapping/compiled-mapping.ts";
import type { Place, PropertyUse } from "../../uses.ts";
import { type Finding, type PortalCheck, listed, nearestOf, thereAre } from "../../finding.ts";

export const stages: PortalCheck = {
  name: "stages",
  describe: "every stage that a mapping names is in its pipeline",
  run: ({ uses, facts: { schema } }) =>
    uses
      .filter(({ rule, property }) => hasPipelines(rule.object) && property === stageProperty(rule.object))
      .flatMap(({ rule, values, how }) => {
        const pipeline = pipelineOf(rule, schema, how);
        return values.flatMap(({ value, place }) => {
          const text = asText(value);
          const resolved = resolveStage(schema, rule.object, text, pipeline?.id ?? null);
          if (resolved !== "unknown" && resolved !== "elsewhere") return how === "where" ? neverOpen(rule, text, place, schema) : [];
          const all = schema.pipelines[rule.object] ?? [];
          const nearest = nearestOf(
            text,
            (pipeline?.stages ?? all.flatMap((one) => one.stages)).map(({ label }) => label),
          );
          const where = pipeline ? `the pipeline ${listed([pipeline.label])}` : "any pipeline";
          return [
            {
              ...place,
              message: `${resolved === "elsewhere" ? `The stage ${listed([text])} is in another pipeline than` : `There is no stage ${listed([text])} in`} ${where}.${thereAre(nearest)}`,
              fix: "Write a stage's label as HubSpot shows it in that pipeline, or its id.",
              nearest,
            },
          ];
        });
      }),
};

/** A closed stage beside `open: true`, or the other way round: nothing is ever found. */
function neverOpen(rule: RecordRule, text: string, place: Place, schema: PortalSchema): Omit<Finding, "check">[] {
  const open = rule.kind === "crm" ? (rule.find?.open ?? null) : null;
  const resolved = open === null ? "unjudged" : resolveStages(schema, rule.object, text, null);
  const places = typeof resolved === "object" ? resolved.ids.map((id) => stagePlace(schema, rule.object, id)) : [];
  if (places.length === 0 || places.some((stage) => stage === null || stage.closed !== open)) return [];
  const kind = open ? "closed" : "open";
  return [
    {
      ...place,
      message: `The stage ${listed([text])} is ${kind === "open" ? "an open" : "a closed"} one, and \`open: ${open}\` finds none of those: nothing is ever found.`,
      fix: `Remove \`open: ${open}\`, or name another stage.`,
      nearest: [],
    },
  ];
}

/** The one that the mapping names; null where the record may stand in any. */
function pipelineOf(rule: RecordRule, schema: PortalSchema, how: PropertyUse["how"]): PortalSchema["pipelines"][string][number] | null {
  // What is looked for stands where it was, whichever pipeline it is moved to.
  const set = how !== "set" ? undefined : rule.set.find(({ property }) => property === pipelineProperty(rule.object));
  const text = set?.source.kind === "literal" ? asText(set.source.value) : rule.kind === "crm" ? rule.find?.pipeline : null;
  const resolved = text ? resolvePipeline(schema, rule.object, text) : null;
  return (typeof resolved === "object" && schema.pipelines[rule.object]?.find(({ id }) => id === resolved?.id)) || null;
}
