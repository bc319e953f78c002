import { grouped, hashIn, sizeOf, withSize } from "../../hubspot/model/line-groups.ts";
import { packJson, unpackJson } from "../bodies/packing.ts";
import type { Receipt } from "./receipt.ts";

const KEPT = ["object", "id", "action", "on", "made", "revision", "undone", "moved_from", "deleted"] as const;

/** As it stands in a receipt, but for the lines: each alone, or, of a long body, in groups, with their size: `~5.…~2.…`. */
type Trace = Omit<Receipt, "lines"> & { lines?: string };

/** Three bytes each, so that what an erased call keeps stays small however long its note is. */
const MOST_LINES = 16;

/**
 * What stays of a call's receipts when they are erased, packed. Besides the ids, what a late revision must know so as to spoil nothing, and what
 * tells of nobody: the names of the properties that were written, and of each line in a note so little of its hash that a guess cannot be
 * confirmed by it.
 */
export function packTraces(records: Record<string, Receipt>): Uint8Array {
  return packJson(Object.fromEntries(Object.entries(records).map(([name, receipt]) => [name, traceOf(receipt)])));
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

function traceOf({ set, erased = [], lines, ...receipt }: Receipt): Trace {
  const kept = Object.fromEntries(Object.entries(receipt).filter(([key]) => (KEPT as readonly string[]).includes(key)));
  const wrote = [...new Set([...erased, ...Object.keys(set ?? {})])];
  return {
    ...(kept as unknown as Trace),
    ...(wrote.length > 0 && { erased: wrote }),
    ...(lines && { lines: packAll(lines) }),
  };
}

function packAll(lines: number[]): string {
  const { 1: single = [], ...groups } = Object.fromEntries(Map.groupBy(grouped(lines, MOST_LINES), sizeOf)) as Record<string, number[]>;
  return [packLines(single), ...Object.entries(groups).map(([size, some]) => `${size}.${packLines(some.map(hashIn))}`)].join("~");
}

/** In order, each as what it is more than the one before, seven bits a byte: a long note has a line for each turn. Their order says nothing. */
function packLines(lines: number[]): string {
  const sorted = [...new Set(lines)].toSorted((a, b) => a - b);
  const bytes = sorted.flatMap((line, index) => sevenBits(line - (sorted[index - 1] ?? 0)));
  return Buffer.from(bytes).toString("base64url");
}

function sevenBits(number: number): number[] {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...sevenBits(number >>> 7)];
}

function unpackLines(packed: string): number[] {
  const lines: number[] = [];
  let [line, step, shift] = [0, 0, 0];
  for (const byte of Buffer.from(packed, "base64url")) {
    step += (byte & 0x7f) << shift;
    shift += 7;
    if (byte >= 0x80) continue;
    lines.push((line += step));
    [step, shift] = [0, 0];
  }
  return lines;
}
