import type { HubSpot } from "../hubspot/client.ts";
import { type Pair, setAssociations } from "../hubspot/set-associations.ts";
import { anchors, type Write } from "./write.ts";

interface Missing extends Pair {
  write: Write;
}

/**
 * Adds the associations that could not go with the creation: those of custom objects, which have no type of their own, and those of
 * an earlier revision's note with a record that only exists now. HubSpot's default associations can be set twice without harm.
 */
export async function associateRest(hubspot: HubSpot, writes: Write[]): Promise<void> {
  const byWork = Map.groupBy(writes, (write) => write.work);
  const missing = writes.flatMap((write) => missingOf(write, byWork.get(write.work) ?? []));
  const failures = await setAssociations(hubspot, missing);
  for (const pair of missing) {
    const failure = failures.get(pair);
    if (failure === undefined) pair.write.on.push(`${pair.to.object}/${pair.to.id}`);
    else pair.write.failure ??= failure;
  }
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
