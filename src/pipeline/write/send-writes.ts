import type { HubSpot } from "../../hubspot/http/client.ts";
import type { Key } from "../../hubspot/model/lookup.ts";
import { associationType, pairName } from "../../hubspot/model/objects.ts";
import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import { BATCH_INPUTS } from "../../hubspot/records/read-records.ts";
import { writeBatch } from "../../hubspot/records/write-batch.ts";
import type { WriteInput, WriteOutcome } from "../../hubspot/records/write-input.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import type { CallAttempt } from "../attempt/attempt.ts";
import type { BatchSizeLimits } from "../attempt/batch-size-limits.ts";
import { followDuplicates, mergeDuplicates } from "./merge-duplicates.ts";
import { type Write, targets, siblings } from "./write.ts";

export interface WriteTo {
  hubspot: HubSpot;
  portalSchema: PortalSchema;
  batchSizeLimits: BatchSizeLimits;
}

/** The writes of all the calls' plans. What needs no request is done from the start. */
export function writesOf(works: CallAttempt[], hashOf: (key: Key) => string): Write[] {
  return works.flatMap((work) => {
    const writes = work.planned.map((planned) => writeOf(work, planned));
    mergeDuplicates(writes, hashOf);
    return writes;
  });
}

function writeOf(work: CallAttempt, planned: PlannedRecord): Write {
  const sends = planned.action === "create" || planned.action === "update";
  const state = sends ? "open" : planned.action === "hold" ? "failed" : "done";
  return { work, planned, state, id: planned.id, failure: null, twinOf: null, on: [] };
}

/**
 * Sends the writes, each as soon as the records it hangs on have an id: all that is ready goes out together, one batch per
 * object type and kind. `onLanded` is told after each round, so that nothing that is known to have landed is lost to a crash.
 */
export async function sendWrites(to: WriteTo, writes: Write[], onLanded: (round: Write[]) => void): Promise<void> {
  const byWork = Map.groupBy(writes, (write) => write.work);
  for (;;) {
    for (const write of writes) if (write.state === "open" && mustBeLeft(write, siblings(byWork, write))) write.state = "left";
    followDuplicates(writes);
    const open = writes.filter(({ state, twinOf }) => state === "open" && twinOf === null);
    const ready = new Set(open.filter((write) => isReady(write, siblings(byWork, write))));
    if (ready.size === 0) return;
    const round = inWholeBatches(open, ready);
    await Promise.all(
      [...Map.groupBy(round, ({ planned }) => planned.object)].map(async ([object, group]) => {
        await sendGroup(to, object, group, byWork);
        onLanded([...group, ...followDuplicates(writes).filter(({ twinOf }) => group.includes(twinOf as Write))]);
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

async function sendGroup(
  { hubspot, portalSchema, batchSizeLimits }: WriteTo,
  object: string,
  group: Write[],
  byWork: Map<CallAttempt, Write[]>,
): Promise<void> {
  const traces = new Map(group.map((write, index) => [String(index), write]));
  const inputs = [...traces].map(([trace, write]) => ({
    ...inputOf(trace, write, siblings(byWork, write), portalSchema),
    maxBatchSize: batchSizeLimits.maxBatchSize(write.work.claimed.call),
  }));
  const outcomes = await writeBatch(hubspot, object, inputs);
  for (const [trace, write] of traces) applyOutcome(write, outcomes.get(trace) as WriteOutcome);
}

function isReady(write: Write, all: Write[]): boolean {
  return write.planned.action === "update" || targets(write, all).every((anchor) => anchor.id !== null || anchor.state !== "open");
}

/** An activity without the person it is about would be lost: it waits for the contact. Without a deal it can do. */
function mustBeLeft(write: Write, all: Write[]): boolean {
  if (write.planned.action === "update") return false;
  const failed = targets(write, all).filter((anchor) => anchor.id === null && (anchor.state === "failed" || anchor.state === "left"));
  const standing = targets(write, all).filter((anchor) => anchor.id !== null || anchor.state === "open");
  return failed.some((anchor) => anchor.planned.object === "contacts") || (failed.length > 0 && standing.length === 0);
}

function inputOf(trace: string, write: Write, all: Write[], portalSchema: PortalSchema): WriteInput {
  const { planned } = write;
  if (planned.action === "update") return { trace, id: planned.id, properties: planned.properties, associations: [] };
  const typeTo = (object: string) =>
    associationType(planned.object, object) ?? portalSchema.associations?.[pairName(planned.object, object)];
  const linked = (ends: { object: string; id: string | null }[]) =>
    ends.flatMap(({ object, id }) => {
      const type = typeTo(object);
      return id === null || type === undefined ? [] : [{ end: `${object}/${id}`, association: { toId: id, ...type } }];
    });
  const own = linked(targets(write, all).map(({ id, planned: { object } }) => ({ object, id })));
  write.on.push(...own.map(({ end }) => end));
  return {
    trace,
    id: null,
    properties: planned.properties,
    associations: [...own, ...linked(planned.onto ?? [])].map(({ association }) => association),
  };
}

function applyOutcome(write: Write, outcome: WriteOutcome): void {
  if (outcome.ok) {
    write.state = "done";
    write.id = outcome.id;
  } else {
    write.state = "failed";
    write.failure = outcome.failure;
  }
}
