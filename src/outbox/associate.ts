import type { HubSpot } from "../hubspot/client.ts";
import { HubSpotFailure } from "../hubspot/failure.ts";
import { chunks } from "../hubspot/read.ts";
import { anchors, type Write } from "./write.ts";

const PAIRS_A_REQUEST = 100;

interface Missing {
  write: Write;
  from: { object: string; id: string };
  to: { object: string; id: string };
}

/**
 * Adds the associations that could not go with the creation: those of custom objects, which have no type of their own, and those of
 * an earlier revision's note with a record that only exists now. HubSpot's default associations can be set twice without harm.
 */
export async function associateRest(hubspot: HubSpot, writes: Write[]): Promise<void> {
  const byWork = Map.groupBy(writes, (write) => write.work);
  const missing = writes.flatMap((write) => missingOf(write, byWork.get(write.work) ?? []));
  const groups = Map.groupBy(missing, ({ from, to }) => `${from.object}/${to.object}`);
  await Promise.all([...groups.values()].flatMap((group) => chunks(group, PAIRS_A_REQUEST)).map((group) => associate(hubspot, group)));
}

function missingOf(write: Write, all: Write[]): Missing[] {
  const { planned, id, state, work } = write;
  const before = work.before[planned.name];
  const created = planned.action === "create";
  // What a cut-off attempt created, it created together with its associations.
  if (state !== "done" || id === null || (!created && (planned.kind === "crm" || before?.on === undefined))) return [];
  const known = new Set([...write.on, ...(created ? [] : (before?.on ?? []))]);
  return anchors(write, all).flatMap((anchor) => {
    if (anchor.id === null || known.has(`${anchor.planned.object}/${anchor.id}`)) return [];
    return [{ write, from: { object: planned.object, id }, to: { object: anchor.planned.object, id: anchor.id } }];
  });
}

async function associate(hubspot: HubSpot, group: Missing[]): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const path = `/crm/v4/associations/${encodeURIComponent(first.from.object)}/${encodeURIComponent(first.to.object)}/batch/associate/default`;
  try {
    await hubspot.request("POST", path, { inputs: group.map(({ from, to }) => ({ from: { id: from.id }, to: { id: to.id } })) });
    for (const { write, to } of group) write.on.push(`${to.object}/${to.id}`);
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    for (const { write } of group) write.failure ??= error.failure;
  }
}
