import { resolveAssociationLabel } from "../../../../hubspot/model/labels.ts";
import { pairName } from "../../../../hubspot/model/objects.ts";
import { type PortalCheck, nearestOf, thereAre } from "../../finding.ts";
import { placeOf, sourceOf } from "../../uses.ts";

export const associationLabels: PortalCheck = {
  name: "association_labels",
  describe: "every association label that a mapping names exists",
  run: ({ checked, facts: { schema } }) =>
    checked.mappings.flatMap((mapping) =>
      mapping.records.flatMap((rule) =>
        Object.entries(rule.labels ?? {}).flatMap(([name, label]) => {
          const to = mapping.records.find((record) => record.name === name)?.object;
          if (to === undefined || resolveAssociationLabel(schema, rule.object, to, label) !== "unknown") return [];
          const pairs = [pairName(rule.object, to), pairName(to, rule.object)];
          const known = pairs.flatMap((pair) => schema.associationLabels?.[pair] ?? []).map((one) => one.label);
          const nearest = nearestOf(label, known);
          return [
            {
              ...placeOf(sourceOf(checked, mapping), ["records", rule.name, "on", name]),
              message: `No association label from ${rule.object} to ${to} is called “${label}”.${thereAre(nearest)}`,
              fix: "Correct the label, or create it in HubSpot (Settings → Data Management → Objects → the kind of record → Associations).",
              nearest,
            },
          ];
        }),
      ),
    ),
};
