import { asText } from "../../../../html/show-value.ts";
import { resolvePipeline } from "../../../../hubspot/model/labels.ts";
import { pipelineProperty } from "../../../../hubspot/model/objects.ts";
import { type CheckInput, type PortalCheck, listed, nearestOf, thereAre } from "../../finding.ts";
import { type Place, placeOf, sourceOf } from "../../uses.ts";

export const pipelines: PortalCheck = {
  name: "pipelines",
  describe: "every pipeline that a mapping names exists",
  run: (input) =>
    named(input)
      .filter(({ object, text }) => resolvePipeline(input.facts.schema, object, text) === "unknown")
      .map(({ object, text, place }) => {
        const nearest = nearestOf(
          text,
          (input.facts.schema.pipelines[object] ?? []).map(({ label }) => label),
        );
        return {
          ...place,
          message: `There is no pipeline ${listed([text])} for ${object}.${thereAre(nearest)}`,
          fix: "Write a pipeline's label as HubSpot shows it (Settings → Objects → Deals → Pipelines), or its id.",
          nearest,
        };
      }),
};

function named({ checked, uses }: CheckInput): { object: string; text: string; place: Place }[] {
  const written = uses
    .filter(({ rule, property }) => property === pipelineProperty(rule.object))
    .flatMap(({ rule, values }) => values.map(({ value, place }) => ({ object: rule.object, text: asText(value), place })));
  const sought = checked.mappings.flatMap((mapping) =>
    mapping.records.flatMap((rule) =>
      rule.kind === "crm" && rule.find?.pipeline
        ? [
            {
              object: rule.object,
              text: rule.find.pipeline,
              place: placeOf(sourceOf(checked, mapping), ["records", rule.name, "find", "pipeline"]),
            },
          ]
        : [],
    ),
  );
  return [...written, ...sought];
}
