import { associationType, hasPipelines, pairName } from "../hubspot/model/objects.ts";
import type { SchemaNeeds } from "../hubspot/records/read-portal-schema.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { mayAssociate } from "../planner/associations.ts";

/** What the mappings need to know of the portal's words: nothing else is asked for. Pure. */
export function schemaNeeds(mappings: Mapping[]): SchemaNeeds {
  const records = mappings.flatMap((mapping) => mapping.records);
  const objects = (some: typeof records) => [...new Set(some.map(({ object }) => object))].sort();
  return {
    // A call's disposition is looked up even where no rule sets it.
    properties: objects(records.filter(({ object, set }) => set.length > 0 || object === "calls")),
    pipelines: objects(records.filter(({ kind, object }) => kind === "crm" && hasPipelines(object))),
    owners: records.some(
      (record) =>
        record.set.some(({ property }) => property === "hubspot_owner_id") ||
        (record.kind === "activity" && record.owner !== null && record.owner !== "contact"),
    ),
    associations: [...new Set(mappings.flatMap(pairsToAskFor))].sort(),
  };
}

/** The pairs of object types that may be associated and whose type is the portal's own. */
function pairsToAskFor({ records }: Mapping): string[] {
  return records
    .filter((rule) => rule.kind === "activity" || rule.if_missing === "create")
    .flatMap((rule) => mayAssociate(rule, records).map((other) => [rule.object, other.object] as const))
    .filter(([from, to]) => associationType(from, to) === null)
    .map(([from, to]) => pairName(from, to));
}
