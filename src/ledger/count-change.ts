import type { Status } from "./settle/receipt.ts";

/** To which row of the counts a call belongs, for ever: the UTC day on which it first came, and its campaign ('' without one). */
export interface CountKey {
  day: number;
  campaign: string;
}

/** What never changes of a call that is counted. */
export interface CountedCall extends CountKey {
  /** The number of the delivery with which it first came. */
  first_delivery: number;
}

export const nameOf = ({ day, campaign }: CountKey): string => JSON.stringify([day, campaign]);

export function keyOf(name: string): CountKey {
  const [day, campaign] = JSON.parse(name) as [number, string];
  return { day, campaign };
}

/** By how much the columns of one row of counts change, or what several come to. */
export interface CountChange {
  received: number;
  written: number;
  skipped: number;
  held: number;
  rejected: number;
  /** Mapping -> the calls that it took. */
  mappings: Record<string, number>;
  /** Problem's code, '' without one -> the calls that are held for it. */
  codes: Record<string, number>;
}

/** By the rows' names. */
export type Counts = ReadonlyMap<string, CountChange>;

export const noCalls = (): CountChange => ({ received: 0, written: 0, skipped: 0, held: 0, rejected: 0, mappings: {}, codes: {} });

export function addCounts(sums: CountChange, more: CountChange): void {
  for (const name of ["received", "written", "skipped", "held", "rejected"] as const) sums[name] += more[name];
  for (const name of ["mappings", "codes"] as const)
    for (const [key, calls] of Object.entries(more[name])) sums[name][key] = (sums[name][key] ?? 0) + calls;
}

export function sumOf(counts: Counts, more: Counts): Counts {
  const sums = new Map(counts);
  for (const [name, change] of more) {
    const sum = noCalls();
    addCounts(sum, counts.get(name) ?? noCalls());
    addCounts(sum, change);
    sums.set(name, sum);
  }
  return sums;
}

/** What is counted of one call: its status, the mapping that took it, and its problem's code. */
export interface Counted {
  status: Status;
  mapping: string | null;
  code: string | null;
}

export function addNew(change: CountChange, as: Counted): void {
  change.received += 1;
  addCall(change, as, 1);
}

export function addCall(change: CountChange, { status, mapping, code }: Counted, by: 1 | -1): void {
  if (status === "written" || status === "skipped" || status === "held" || status === "rejected") change[status] += by;
  if (mapping !== null) change.mappings[mapping] = (change.mappings[mapping] ?? 0) + by;
  if (status === "held") change.codes[code ?? ""] = (change.codes[code ?? ""] ?? 0) + by;
}
