import type { Key } from "../../hubspot/model/lookup.ts";
import { namesOfKeys } from "../../ledger/key-hash.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import type { Write } from "./write.ts";

/**
 * Two records of one file may turn out to be one in HubSpot: a customer who names their own number as the referrer's. One write does it for
 * both, or HubSpot would hold two records, or refuse one of two changes. What the earlier record of the file writes stands.
 */
export function mergeDuplicates(writes: readonly Write[], hashOf: (key: Key) => string): void {
  for (const [index, write] of writes.entries()) {
    if (write.state !== "open" || write.planned.kind !== "crm") continue;
    const first = writes.slice(0, index).find((other) => other.duplicateOf === null && isSame(other, write, hashOf));
    if (first !== undefined) join(first, write);
  }
}

function isSame(one: Write, other: Write, hashOf: (key: Key) => string): boolean {
  const [a, b] = [one.planned, other.planned];
  if (one.state !== "open" || a.object !== b.object || a.action !== b.action) return false;
  if (a.action === "update") return a.id === b.id;
  const names = new Set(keysOf(one, hashOf));
  return keysOf(other, hashOf).some((name) => names.has(name));
}

function keysOf({ attempt, planned }: Write, hashOf: (key: Key) => string): string[] {
  return attempt.lookups.filter(({ record }) => record === planned.name).flatMap((lookup) => namesOfKeys(lookup, hashOf));
}

function join(first: Write, second: Write): void {
  const [{ properties }, planned] = [first.planned, second.planned];
  second.duplicateOf = first;
  second.planned = without(planned, properties, first.planned.name);
  first.planned = { ...first.planned, properties: { ...planned.properties, ...properties } };
}

function without(planned: PlannedRecord, properties: Record<string, string>, first: string): PlannedRecord {
  const isTaken = (property: string) => properties[property] !== undefined;
  return {
    ...planned,
    properties: Object.fromEntries(Object.entries(planned.properties).filter(([property]) => !isTaken(property))),
    decisions: planned.decisions.map((decision) =>
      decision.written && isTaken(decision.property) ? { ...decision, written: false, why: `it is the same record as ${first}` } : decision,
    ),
  };
}

/** What became of a write became of its duplicates. Returns them. */
export function followDuplicates(writes: readonly Write[]): Write[] {
  const duplicates = writes.filter(({ duplicateOf }) => duplicateOf !== null);
  for (const duplicate of duplicates) {
    const { state, id, failure, on, labels } = duplicate.duplicateOf as Write;
    Object.assign(duplicate, { state, id, failure, on, labels });
  }
  return duplicates;
}
