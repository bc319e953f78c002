import type { HubSpot } from "../../hubspot/http/client.ts";
import { type Pair, setAssociations } from "../../hubspot/records/set-associations.ts";
import { mayAssociate } from "../../planner/associations.ts";
import { type Write, targets } from "./write.ts";

interface Missing extends Pair {
  write: Write;
  /** object/id of the other end. */
  target: string;
  label: string | null;
}

/**
 * Adds the associations that could not go with the creation: those whose type the portal did not tell, those with a record that only
 * exists now, those that an attempt which was cut off may not have made, and those that a mapping wants of a found record. HubSpot's
 * associations can be set twice without harm.
 */
export async function completeAssociations(hubspot: HubSpot, writes: readonly Write[]): Promise<void> {
  const missing = writes.flatMap(missingOf);
  const failures = await setAssociations(hubspot, missing);
  for (const pair of missing) {
    const failure = failures.get(pair);
    if (failure === undefined) note(pair);
    else pair.write.failure ??= failure;
  }
}

function note({ write, target, label }: Missing): void {
  write.on.push(target);
  if (label !== null) write.labels[target] = label;
}

function missingOf(write: Write): Missing[] {
  const { planned, id, state } = write;
  if (state !== "done" || id === null) return [];
  return toAssociate(write).flatMap((other): Missing[] => {
    if (other.id === null) return [];
    const ends = [
      { object: planned.object, id },
      { object: other.planned.object, id: other.id },
    ] as const;
    const base = { write, target: `${other.planned.object}/${other.id}` };
    const wanted = planned.labels?.[other.planned.name];
    if (wanted === undefined)
      return isAssociated(write, other) || isAssociated(other, write) ? [] : [{ ...base, label: null, from: ends[0], to: ends[1] }];
    const [from, to] = wanted.isFromOther ? [ends[1], ends[0]] : ends;
    return isLabelled(write, base.target, wanted.label) ? [] : [{ ...base, label: wanted.label, from, to, types: wanted.types }];
  });
}

function isLabelled({ planned, labels, attempt }: Write, target: string, label: string): boolean {
  const earlier = planned.action === "create" ? undefined : attempt.priorReceipts[planned.name]?.labels?.[target];
  return (labels[target] ?? earlier) === label;
}

/** What the record should be associated with, as far as this attempt may have to see to it. */
function toAssociate(write: Write): readonly Write[] {
  const { planned, attempt, siblings } = write;
  const prior = attempt.priorReceipts[planned.name];
  if (planned.action === "create") return targets(write);
  // What an earlier attempt for the same lead made is on the contact that this one reached, too: the lead's number may have been corrected.
  const isShared = prior === undefined && attempt.shared[planned.name] !== undefined;
  if (planned.kind === "activity") return prior?.on === undefined && !isShared ? [] : targets(write);
  // Of a record that stood before, or since an earlier revision, people decide, but for what its `on` names.
  if (prior?.made !== true || prior.revision !== attempt.claimed.revision) return targets(write);
  const { records } = attempt.mapping;
  const rule = records.find(({ name }) => name === planned.name);
  const names = new Set([...planned.on, ...(rule === undefined ? [] : mayAssociate(rule, records).map(({ name }) => name))]);
  return siblings.filter((other) => names.has(other.planned.name));
}

/** Whether it is known to be: since its creation in this attempt, or by what the receipt of an earlier one says. */
function isAssociated({ planned, on, attempt }: Write, other: Write): boolean {
  const earlier = planned.action === "create" ? [] : (attempt.priorReceipts[planned.name]?.on ?? []);
  return [...on, ...earlier].includes(`${other.planned.object}/${other.id}`);
}
