import { grouped, hashIn, sizeOf, withSize } from "../../hubspot/model/line-groups.ts";
import { ByteReader, ByteWriter } from "../bodies/byte-strings.ts";
import { packJson, unpackJson } from "../bodies/packing.ts";
import type { Receipt } from "./receipt.ts";

const KEPT = ["object", "id", "action", "revision", "made", "on", "undone", "moved_from", "deleted"] as const;

/** As it stands in a receipt, but for the lines: each alone, or, of a long body, in groups, with their size: `~5.…~2.…`. */
type Trace = Omit<Receipt, "lines"> & { lines?: string };

/**
 * Three bytes each, so that what an erased call keeps stays small however long its note is. More would save a late revision of an edited note a line
 * or two that stay beside the edit.
 */
const MOST_LINES = 8;

/**
 * What stays of a call's receipts when they are erased, packed. Besides the ids, what a late revision must know so as to spoil nothing, and what
 * tells of nobody: the names of the properties that were written, and of each line in a note so little of its hash that a guess cannot be
 * confirmed by it.
 */
export function packTraces(records: Record<string, Receipt>): Uint8Array {
  return packJson(Object.fromEntries(Object.entries(records).map(([name, receipt]) => [name, traceOf(receipt)])), "traces");
}

export function unpackTraces(packed: ArrayBuffer | Uint8Array | null): Record<string, Receipt> {
  const traces = packed === null ? {} : (unpackJson(packed) as Record<string, Trace>);
  return Object.fromEntries(
    Object.entries(traces).map(([name, { lines, ...trace }]) => [
      name,
      { ...trace, ...(lines !== undefined && { lines: unpackAll(lines) }) },
    ]),
  );
}

function unpackAll(packed: string): number[] {
  const [single = "", ...groups] = packed.split("~");
  const inGroups = groups.flatMap((group) => {
    const [size = "", lines = ""] = group.split(".");
    return unpackLines(lines).map((line) => withSize(Number(size), line));
  });
  return [...unpackLines(single), ...inGroups];
}

function traceOf(receipt: Receipt): Trace {
  const { set, erased = [], lines } = receipt;
  const trace = Object.fromEntries(KEPT.flatMap((key) => (receipt[key] === undefined ? [] : [[key, receipt[key]]])));
  const wrote = [...new Set([...erased, ...Object.keys(set ?? {})])];
  return {
    ...(trace as unknown as Trace),
    ...(wrote.length > 0 && { erased: wrote }),
    ...(lines && { lines: packAll(lines) }),
  };
}

function packAll(lines: number[]): string {
  const kept = grouped(lines, MOST_LINES);
  const sizes = [...new Set([1, ...kept.map(sizeOf).toSorted((a, b) => a - b)])];
  const ofSize = (size: number) => packLines(kept.filter((line) => sizeOf(line) === size).map(hashIn));
  return sizes.map((size) => (size === 1 ? ofSize(size) : `${size}.${ofSize(size)}`)).join("~");
}

/** In order, each as what it is more than the one before: a long note has a line for each turn. Their order says nothing. */
function packLines(lines: number[]): string {
  const bytes = new ByteWriter();
  let before = 0;
  for (const line of [...new Set(lines)].toSorted((a, b) => a - b)) {
    bytes.number(line - before);
    before = line;
  }
  return Buffer.from(bytes.end()).toString("base64url");
}

function unpackLines(packed: string): number[] {
  const bytes = new ByteReader(Buffer.from(packed, "base64url"));
  const lines: number[] = [];
  while (!bytes.isAtEnd) lines.push((lines.at(-1) ?? 0) + bytes.number());
  return lines;
}
