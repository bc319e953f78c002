import type { HubSpot } from "../../hubspot/http/client.ts";
import { type Pair, setAssociations } from "../../hubspot/records/set-associations.ts";
import { mayAssociate } from "../../planner/associations.ts";
import { type Write, targets } from "./write.ts";

interface Missing extends Pair {
  write: Write;
}

/**
 * Adds the associations that could not go with the creation: those whose type the portal did not tell, those with a record that only
 * exists now, and those that an attempt which was cut off may not have made. HubSpot's default associations can be set twice without harm.
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
  if (planned.action === "create") return targets(write, all);
  if (planned.kind === "activity") return before?.on === undefined ? [] : targets(write, all);
  // Of a record that stood before, or since an earlier revision, people decide.
  if (before?.made !== true || before.revision !== work.claimed.revision) return [];
  const { records } = work.mapping;
  const rule = records.find(({ name }) => name === planned.name);
  const names = rule === undefined ? [] : mayAssociate(rule, records).map(({ name }) => name);
  return all.filter((other) => names.includes(other.planned.name));
}

/** Whether it is known to hang there: since its creation in this attempt, or by what the receipt of an earlier one says. */
function isOn({ planned, on, work }: Write, other: Write): boolean {
  const earlier = planned.action === "create" ? [] : (work.before[planned.name]?.on ?? []);
  return [...on, ...earlier].includes(`${other.planned.object}/${other.id}`);
}
