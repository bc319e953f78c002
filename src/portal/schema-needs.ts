import { associationType, hasPipelines, pairName } from "../hubspot/model/objects.ts";
import type { SchemaNeeds } from "../hubspot/records/read-portal-schema.ts";
import type { Mapping, RecordRule } from "../mapping/compiled-mapping.ts";
import { mayAssociate } from "../planner/associations.ts";

/** What the mappings need to know of the portal's words: nothing else is asked for. Pure. */
export function schemaNeeds(mappings: Mapping[]): SchemaNeeds {
  const records = mappings.flatMap((mapping) => mapping.records);
  const objects = (some: typeof records) => [...new Set(some.map(({ object }) => object))].sort();
  return {
    // A call's disposition is looked up even where no rule sets it.
    properties: objects(records.filter((record) => record.set.length > 0 || record.object === "calls" || isRead(record))),
    pipelines: objects(records.filter(({ kind, object }) => kind === "crm" && hasPipelines(object))),
    owners: records.some(
      (record) =>
        record.set.some(({ property }) => property === "hubspot_owner_id") ||
        // A contact's owner may have left: only the portal's list tells.
        (record.kind === "activity" && record.owner !== null),
    ),
    associations: [...new Set(mappings.flatMap(pairsToAskFor))].sort(),
    labels: [...new Set(mappings.flatMap(labelledPairs))].sort(),
  };
}

/** Templates and conditions read properties by their types and labels, and records are looked for by them, too. */
const isRead = (record: RecordRule): boolean => record.kind === "crm" && (record.reads.length > 0 || record.find_by !== null);

/** The pairs of object types that may be associated and whose type is the portal's own. */
function pairsToAskFor({ records }: Mapping): string[] {
  return records
    .filter((rule) => rule.kind === "activity" || rule.if_missing === "create" || rule.on !== undefined)
    .flatMap((rule) => mayAssociate(rule, records).map((other) => [rule.object, other.object] as const))
    .filter(([from, to]) => associationType(from, to) === null)
    .map(([from, to]) => pairName(from, to));
}

/** Both ways: a paired label reads otherwise from the other end. */
function labelledPairs({ records }: Mapping): string[] {
  return records.flatMap(({ object, labels = {} }) =>
    records
      .filter(({ name }) => Object.hasOwn(labels, name))
      .flatMap((other) => [pairName(object, other.object), pairName(other.object, object)]),
  );
}
