import { type AssociationType, associationType, pairName } from "../../hubspot/model/objects.ts";
import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import type { Failure } from "../../hubspot/http/failure.ts";
import { BATCH_INPUTS } from "../../hubspot/records/read-records.ts";
import { writeBatch } from "../../hubspot/records/write-batch.ts";
import type { HubSpotWarning, WriteInput, WriteOutcome } from "../../hubspot/records/write-input.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import { withoutRefused } from "../../planner/without-refused.ts";
import { warningOf } from "../../problem/problem.ts";
import type { PipelineContext } from "../attempt/context.ts";
import { followDuplicates } from "./merge-duplicates.ts";
import { type Write, targets } from "./write.ts";

/**
 * Sends the writes, each as soon as the records it is associated with have an id: all that is ready goes out together, one batch per
 * object type and kind. `onLanded` is told after each round, so that nothing that is known to have landed is lost to a crash.
 */
export async function sendWrites(context: PipelineContext, writes: readonly Write[], onLanded: (round: Write[]) => void): Promise<void> {
  for (;;) {
    for (const write of writes) if (write.state === "open" && mustBeLeft(write)) write.state = "left";
    followDuplicates(writes);
    const open = writes.filter(({ state, duplicateOf }) => state === "open" && duplicateOf === null);
    const ready = new Set(open.filter(isReady));
    // Two new records may each want the other to be there: one begins, and is associated when both are.
    const [first] = open;
    if (ready.size === 0 && first !== undefined) ready.add(first);
    if (ready.size === 0) return;
    const groups = Map.groupBy(inWholeBatches(open, ready), ({ planned }) => planned.object);
    await Promise.all(
      [...groups].map(async ([object, group]) => {
        await sendGroup(context, object, group);
        onLanded([...group, ...followDuplicates(writes).filter(({ duplicateOf }) => group.includes(duplicateOf as Write))]);
      }),
    );
  }
}

/** A batch that is only begun waits for those that come in a later round anyway, where that saves a request. */
function inWholeBatches(open: Write[], ready: Set<Write>): Write[] {
  const round = new Set(ready);
  const creations = open.filter(({ planned }) => planned.action === "create");
  for (const group of Map.groupBy(creations, ({ planned }) => planned.object).values()) {
    const now = group.filter((write) => ready.has(write));
    const later = group.length - now.length;
    const rest = now.length % BATCH_INPUTS;
    if (later > 0 && batches(now.length) + batches(later) > batches(group.length))
      for (const write of now.slice(now.length - rest)) round.delete(write);
  }
  return [...(round.size > 0 ? round : ready)];
}

const batches = (writes: number): number => Math.ceil(writes / BATCH_INPUTS);

async function sendGroup({ hubspot, portalSchema, batchSizeLimits }: PipelineContext, object: string, group: Write[]): Promise<void> {
  const sent = group.map((write, index) => ({ write, trace: String(index), ends: endsOf(write, portalSchema) }));
  const outcomes = await writeBatch(
    hubspot,
    object,
    sent.map(({ write, trace, ends }) => ({
      ...inputOf(trace, write.planned, ends),
      maxBatchSize: batchSizeLimits.maxBatchSize(write.attempt.claimed.call),
    })),
  );
  for (const { write, trace, ends } of sent) applyOutcome(write, outcomes.get(trace) as WriteOutcome, ends);
}

const isReady = (write: Write): boolean =>
  write.planned.action === "update" || targets(write).every((target) => target.id !== null || target.state !== "open");

/** An activity without the person it is about would be lost: it waits for the contact. Without a deal it can do. */
function mustBeLeft(write: Write): boolean {
  if (write.planned.action === "update") return false;
  const failed = targets(write).filter(({ id, state }) => id === null && (state === "failed" || state === "left"));
  const standing = targets(write).filter(({ id, state }) => id !== null || state === "open");
  return failed.some(({ planned }) => planned.object === "contacts") || (failed.length > 0 && standing.length === 0);
}

/** A record that a new one is associated with in the request that creates it. */
interface End {
  object: string;
  id: string;
  types: AssociationType[];
  /** Among the types. */
  label: string | null;
  /** Whether it is one of the call's own records, which the receipt names. */
  isOwn: boolean;
}

function endsOf(write: Write, portalSchema: PortalSchema): End[] {
  const { planned } = write;
  if (planned.action === "update") return [];
  const own = targets(write).map(({ id, planned: { object, name } }) => ({ object, id, isOwn: true, labelled: planned.labels?.[name] }));
  const others = (planned.onto ?? []).map((other) => ({ ...other, isOwn: false, labelled: undefined }));
  return [...own, ...others].flatMap(({ object, id, isOwn, labelled }) => {
    const type = associationType(planned.object, object) ?? portalSchema.associations?.[pairName(planned.object, object)];
    // A label that the other end gives is set from there, when this one exists.
    const isLabelled = labelled !== undefined && !labelled.isFromOther;
    const types = isLabelled ? labelled.types : type === undefined ? [] : [type];
    return id === null || types.length === 0 ? [] : [{ object, id, types, isOwn, label: isLabelled ? labelled.label : null }];
  });
}

function inputOf(trace: string, { action, id, properties }: Write["planned"], ends: End[]): WriteInput {
  if (action === "update") return { trace, id, properties, associations: [] };
  return { trace, id: null, properties, associations: ends.map((end) => ({ toId: end.id, types: end.types })) };
}

const nameOf = ({ object, id }: End): string => `${object}/${id}`;

function applyOutcome(write: Write, outcome: WriteOutcome, ends: End[]): void {
  if (outcome.ok) {
    write.state = "done";
    write.id = outcome.id;
    write.planned = withHubSpotsWarnings(write.planned, outcome.warnings ?? []);
    write.on = ends.filter(({ isOwn }) => isOwn).map(nameOf);
    for (const end of ends) if (end.label !== null) write.labels[nameOf(end)] = end.label;
    return;
  }
  const left = withoutRefusedValues(write, outcome.failure);
  if (left === null) {
    write.state = "failed";
    write.failure = outcome.failure;
    return;
  }
  write.planned = left;
  write.refusals += 1;
  write.state = left.action === "unchanged" ? "done" : "open";
}

/** It has written the record, and left something out. */
function withHubSpotsWarnings(planned: PlannedRecord, given: HubSpotWarning[]): PlannedRecord {
  if (given.length === 0) return planned;
  const warnings = given.map(({ category, names }) => warningOf({ code: "hubspot_warning", category, names }, { record: planned.name }));
  return { ...planned, warnings: [...planned.warnings, ...warnings] };
}

/** HubSpot names all that it refuses at once, and whoever goes between us and it one by one: what is refused more often is for a person. */
const MOST_REFUSALS = 3;

function withoutRefusedValues({ planned, refusals, attempt }: Write, failure: Failure): PlannedRecord | null {
  if (failure.reason !== "refused" || refusals >= MOST_REFUSALS) return null;
  return withoutRefused(planned, failure, attempt.mapping.country);
}
