import { resolveAssociationLabel } from "../hubspot/model/labels.ts";
import { type AssociationType, associationType, pairName } from "../hubspot/model/objects.ts";
import type { RecordRule } from "../mapping/compiled-mapping.ts";
import { type Problem, type Warning, problemOf, warningOf } from "../problem/problem.ts";
import type { PlanContext, PlannedRecord } from "./types.ts";

/** The labels by which a record is associated with others, by the others' names; `problem`: one of them is none of the portal's. */
export interface Labelled {
  labels: NonNullable<PlannedRecord["labels"]>;
  problem: Problem | null;
  warnings: Warning[];
}

/** What the portal calls the labels that a rule names. */
export function labelsFor(rule: RecordRule, context: PlanContext): Labelled {
  const labelled: Labelled = { labels: {}, problem: null, warnings: [] };
  for (const [name, label] of Object.entries(rule.labels ?? {})) {
    const to = context.mapping.records.find((record) => record.name === name)?.object;
    if (to === undefined) continue;
    const resolved = resolveAssociationLabel(context.portalSchema, rule.object, to, label);
    if (resolved === "unknown")
      labelled.problem ??= problemOf({
        code: "no_such_association_label",
        from: rule.object,
        to,
        label,
        nearest: thereAre(rule.object, to, context),
      });
    // No portal was asked at all: that is a preview.
    else if (context.portalSchema.associationLabels === undefined) labelled.labels[name] = { label, types: [], isFromOther: false };
    else if (resolved === "unjudged")
      labelled.warnings.push(warningOf({ code: "association_label_unread", label }, { record: rule.name, rule: rule.at }));
    else labelled.labels[name] = { label, types: typesOf(rule.object, to, resolved, context), isFromOther: resolved.isFromOther };
  }
  return labelled;
}

const MOST_NAMED = 8;

function thereAre(from: string, to: string, { portalSchema }: PlanContext): string[] {
  const labels = [pairName(from, to), pairName(to, from)].flatMap((pair) => portalSchema.associationLabels?.[pair] ?? []);
  return [...new Set(labels.map(({ label }) => label))].slice(0, MOST_NAMED);
}

/** The unlabelled association goes with it, where its type is known: by that HubSpot's own lists go. */
function typesOf(
  from: string,
  to: string,
  { type, isFromOther }: { type: AssociationType; isFromOther: boolean },
  { portalSchema }: PlanContext,
) {
  const [start, end] = isFromOther ? [to, from] : [from, to];
  const unlabelled = associationType(start, end) ?? portalSchema.associations?.[pairName(start, end)];
  return unlabelled === undefined || unlabelled.typeId === type.typeId ? [type] : [unlabelled, type];
}
