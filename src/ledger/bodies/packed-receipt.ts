import { inReceipt, sizeOf } from "../../hubspot/model/line-groups.ts";
import type { Receipt, StoredReceipt } from "../settle/receipt.ts";
import { packJson, unpackJson } from "./packing.ts";

/** Text, while a call is pending: SQL reads it then. Packed once it is settled. */
export function packReceipt(receipt: StoredReceipt): Uint8Array {
  return packJson({ ...receipt, records: eachLines(receipt.records, linesToText) }, "receipt");
}

export function readReceipt(stored: string | ArrayBuffer | null): StoredReceipt | null {
  if (stored === null) return null;
  if (typeof stored === "string") return JSON.parse(stored) as StoredReceipt;
  const receipt = unpackJson(stored) as StoredReceipt;
  return { ...receipt, records: eachLines(receipt.records, linesFromText) as Record<string, Receipt> };
}

type Lines = number[] | string;

function eachLines(records: Record<string, Receipt>, change: (lines: Lines) => Lines): Record<string, unknown> {
  const changed = (receipt: Receipt) => (receipt.lines === undefined ? receipt : { ...receipt, lines: change(receipt.lines) });
  return Object.fromEntries(Object.entries(records).map(([name, receipt]) => [name, changed(receipt)]));
}

const BYTES_A_LINE = 3;

/** A long note has many lines: so much of their hashes as a receipt keeps, in their order. What stands for a group of lines needs more, and stays a number. */
function linesToText(lines: Lines): Lines {
  if (typeof lines === "string" || lines.some((line) => sizeOf(line) > 1)) return lines;
  const bytes = Buffer.alloc(lines.length * BYTES_A_LINE);
  for (const [at, line] of lines.entries()) bytes.writeUIntLE(inReceipt(line), at * BYTES_A_LINE, BYTES_A_LINE);
  return bytes.toString("base64url");
}

/** Numbers in receipts that were packed before that, too. */
function linesFromText(lines: Lines): Lines {
  if (typeof lines !== "string") return lines;
  const bytes = Buffer.from(lines, "base64url");
  return Array.from({ length: bytes.length / BYTES_A_LINE }, (_, at) => bytes.readUIntLE(at * BYTES_A_LINE, BYTES_A_LINE));
}
