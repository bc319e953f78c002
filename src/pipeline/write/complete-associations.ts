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
export async function completeAssociations(hubspot: HubSpot, writes: readonly Write[]): Promise<void> {
  const missing = writes.flatMap(missingOf);
  const failures = await setAssociations(hubspot, missing);
  for (const pair of missing) {
    const failure = failures.get(pair);
    if (failure === undefined) pair.write.on.push(`${pair.to.object}/${pair.to.id}`);
    else pair.write.failure ??= failure;
  }
}

function missingOf(write: Write): Missing[] {
  const { planned, id, state } = write;
  if (state !== "done" || id === null) return [];
  return toAssociate(write).flatMap((other) => {
    if (other.id === null || isAssociated(write, other) || isAssociated(other, write)) return [];
    return [{ write, from: { object: planned.object, id }, to: { object: other.planned.object, id: other.id } }];
  });
}

/** What the record should be associated with, as far as this attempt may have to see to it. */
function toAssociate(write: Write): readonly Write[] {
  const { planned, attempt, siblings } = write;
  const prior = attempt.priorReceipts[planned.name];
  if (planned.action === "create") return targets(write);
  // What an earlier attempt for the same lead made is on the contact that this one reached, too: the lead's number may have been corrected.
  const isShared = prior === undefined && attempt.shared[planned.name] !== undefined;
  if (planned.kind === "activity") return prior?.on === undefined && !isShared ? [] : targets(write);
  // Of a record that stood before, or since an earlier revision, people decide.
  if (prior?.made !== true || prior.revision !== attempt.claimed.revision) return [];
  const { records } = attempt.mapping;
  const rule = records.find(({ name }) => name === planned.name);
  const names = rule === undefined ? [] : mayAssociate(rule, records).map(({ name }) => name);
  return siblings.filter((other) => names.includes(other.planned.name));
}

/** Whether it is known to be: since its creation in this attempt, or by what the receipt of an earlier one says. */
function isAssociated({ planned, on, attempt }: Write, other: Write): boolean {
  const earlier = planned.action === "create" ? [] : (attempt.priorReceipts[planned.name]?.on ?? []);
  return [...on, ...earlier].includes(`${other.planned.object}/${other.id}`);
}
