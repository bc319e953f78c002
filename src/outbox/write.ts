import type { HubSpot } from "../hubspot/client.ts";
import type { Failure } from "../hubspot/failure.ts";
import { associationTypeId } from "../hubspot/objects.ts";
import { BATCH_INPUTS } from "../hubspot/read.ts";
import { writeBatch, type WriteInput, type WriteOutcome } from "../hubspot/write-batch.ts";
import type { PlannedRecord } from "../mapping/plan.ts";
import type { Work } from "./work.ts";

/** One planned record on its way into HubSpot. */
export interface Write {
  work: Work;
  planned: PlannedRecord;
  /** `open`: not sent yet. `left`: not sent, because something it hangs on failed. */
  state: "open" | "done" | "failed" | "left";
  /** HubSpot's id, once there is one. */
  id: string | null;
  failure: Failure | null;
  /** object/id of the records it was associated with when it was created. */
  on: string[];
}

/** The writes of all the calls' plans. What needs no request is done from the start. */
export function writesOf(works: Work[]): Write[] {
  return works.flatMap((work) =>
    work.planned.map((planned): Write => {
      const sends = planned.action === "create" || planned.action === "update";
      return {
        work,
        planned,
        state: sends ? "open" : planned.action === "hold" ? "failed" : "done",
        id: planned.id,
        failure: null,
        on: [],
      };
    }),
  );
}

/**
 * Sends the writes, each as soon as the records it hangs on have an id: all that is ready goes out together, one batch per
 * object type and kind. `onLanded` is told after each round, so that nothing that is known to have landed is lost to a crash.
 */
export async function sendWrites(hubspot: HubSpot, writes: Write[], onLanded: (round: Write[]) => void): Promise<void> {
  const byWork = Map.groupBy(writes, (write) => write.work);
  for (;;) {
    for (const write of writes) if (write.state === "open" && mustBeLeft(write, siblings(byWork, write))) write.state = "left";
    const open = writes.filter(({ state }) => state === "open");
    const ready = new Set(open.filter((write) => isReady(write, siblings(byWork, write))));
    if (ready.size === 0) return;
    const round = inWholeBatches(open, ready);
    await Promise.all(
      [...Map.groupBy(round, ({ planned }) => planned.object)].map(([object, group]) =>
        sendGroup(hubspot, object, group, byWork, onLanded),
      ),
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
  hubspot: HubSpot,
  object: string,
  group: Write[],
  byWork: Map<Work, Write[]>,
  onLanded: (round: Write[]) => void,
): Promise<void> {
  const traces = new Map(group.map((write, index) => [String(index), write]));
  const inputs = [...traces].map(([trace, write]) => inputOf(trace, write, siblings(byWork, write)));
  const outcomes = await writeBatch(hubspot, object, inputs);
  for (const [trace, write] of traces) applyOutcome(write, outcomes.get(trace) as WriteOutcome);
  onLanded(group);
}

function siblings(byWork: Map<Work, Write[]>, write: Write): Write[] {
  return byWork.get(write.work) ?? [];
}

/** The records that this one is associated with when it is created. */
export function anchors(write: Write, all: Write[]): Write[] {
  return write.planned.on.flatMap((name) => all.filter((other) => other !== write && other.planned.name === name));
}

function isReady(write: Write, all: Write[]): boolean {
  return write.planned.action === "update" || anchors(write, all).every((anchor) => anchor.id !== null || anchor.state !== "open");
}

/** An activity without the person it is about would be lost: it waits for the contact. Without a deal it can do. */
function mustBeLeft(write: Write, all: Write[]): boolean {
  if (write.planned.action === "update") return false;
  const failed = anchors(write, all).filter((anchor) => anchor.id === null && (anchor.state === "failed" || anchor.state === "left"));
  const standing = anchors(write, all).filter((anchor) => anchor.id !== null || anchor.state === "open");
  return failed.some((anchor) => anchor.planned.object === "contacts") || (failed.length > 0 && standing.length === 0);
}

function inputOf(trace: string, write: Write, all: Write[]): WriteInput {
  const { planned } = write;
  if (planned.action === "update") return { trace, id: planned.id, properties: planned.properties, associations: [] };
  const associations = anchors(write, all).flatMap((anchor) => {
    const typeId = associationTypeId(planned.object, anchor.planned.object);
    if (anchor.id === null || typeId === null) return [];
    write.on.push(`${anchor.planned.object}/${anchor.id}`);
    return [{ toId: anchor.id, typeId, category: "HUBSPOT_DEFINED" as const }];
  });
  for (const { object, id } of planned.onto ?? []) {
    const typeId = associationTypeId(planned.object, object);
    if (typeId !== null) associations.push({ toId: id, typeId, category: "HUBSPOT_DEFINED" as const });
  }
  return { trace, id: null, properties: planned.properties, associations };
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
