import type { HubSpot } from "../hubspot/client.ts";
import { HubSpotFailure } from "../hubspot/failure.ts";
import { chunks } from "../hubspot/read.ts";
import { mayHangOn } from "../mapping/hang-on.ts";
import { anchors, type Write } from "./write.ts";

const PAIRS_A_REQUEST = 100;

interface Missing {
  write: Write;
  from: { object: string; id: string };
  to: { object: string; id: string };
}

/**
 * Adds the associations that could not go with the creation: those whose type the portal did not tell, those with a record that only
 * exists now, and those that an attempt which was cut off may not have made. HubSpot's default associations can be set twice without harm.
 */
export async function associateRest(hubspot: HubSpot, writes: Write[]): Promise<void> {
  const byWork = Map.groupBy(writes, (write) => write.work);
  const missing = writes.flatMap((write) => missingOf(write, byWork.get(write.work) ?? []));
  const groups = Map.groupBy(missing, ({ from, to }) => `${from.object}/${to.object}`);
  await Promise.all([...groups.values()].flatMap((group) => chunks(group, PAIRS_A_REQUEST)).map((group) => associate(hubspot, group)));
}

function missingOf(write: Write, all: Write[]): Missing[] {
  const { planned, id, state } = write;
  if (state !== "done" || id === null) return [];
  return belongOn(write, all).flatMap((other) => {
    if (other.id === null || isOn(write, other) || isOn(other, write)) return [];
    return [{ write, from: { object: planned.object, id }, to: { object: other.planned.object, id: other.id } }];
  });
}

/** What the record should hang on, as far as this attempt may have to see to it. */
function belongOn(write: Write, all: Write[]): Write[] {
  const { planned, work } = write;
  const before = work.before[planned.name];
  if (planned.action === "create") return anchors(write, all);
  if (planned.kind === "activity") return before?.on === undefined ? [] : anchors(write, all);
  // Of a record that stood before, or since an earlier revision, people decide.
  if (before?.made !== true || before.revision !== work.claimed.revision) return [];
  const { records } = work.mapping;
  const rule = records.find(({ name }) => name === planned.name);
  const names = rule === undefined ? [] : mayHangOn(rule, records).map(({ name }) => name);
  return all.filter((other) => names.includes(other.planned.name));
}

/** Whether it is known to hang there: since its creation in this attempt, or by what the receipt of an earlier one says. */
function isOn({ planned, on, work }: Write, other: Write): boolean {
  const earlier = planned.action === "create" ? [] : (work.before[planned.name]?.on ?? []);
  return [...on, ...earlier].includes(`${other.planned.object}/${other.id}`);
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
