import { associationType, pairName } from "../../../hubspot/model/objects.ts";
import { mayAssociate } from "../../../planner/associations.ts";
import type { PortalCheck } from "../finding.ts";
import { placeOf, sourceOf } from "../uses.ts";

export const associations: PortalCheck = {
  name: "associations",
  describe: "records can be associated as the mappings want it",
  run: ({ checked, facts }) =>
    checked.mappings.flatMap((mapping) =>
      mapping.records
        .filter((rule) => rule.kind === "activity" || rule.if_missing === "create" || rule.on !== undefined)
        .flatMap((rule) =>
          mayAssociate(rule, mapping.records)
            .filter(({ object }) => associationType(rule.object, object) === null)
            .filter(({ object }) => !facts.missingObjects.has(rule.object) && !facts.missingObjects.has(object))
            .filter(({ object }) => facts.schema.associations?.[pairName(rule.object, object)] === undefined)
            .map(({ object, name }) => ({
              ...placeOf(sourceOf(checked, mapping), ["records", rule.name], "key"),
              message: `HubSpot tells no way to associate ${rule.object} with ${object}: \`${rule.name}\` would not be on \`${name}\`.`,
              fix: "In HubSpot, let the custom object be associated with that kind of record (Settings → Objects → Custom objects → Associations).",
              nearest: [],
            })),
        ),
    ),
};
