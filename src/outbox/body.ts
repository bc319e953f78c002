import { deflateRawSync, inflateRawSync } from "node:zlib";
import { contentHash } from "../webhook/content-hash.ts";
import { readDate } from "../webhook/dates.ts";

/** The fastest level: bodies are small, calls many. */
const DEFLATE_LEVEL = 1;

/** Deflates a stored body once its call is settled: taking a delivery in must not wait for it. Small ones that do not shrink stay. */
export function packBody(sql: SqlStorage, delivery: number): void {
  const row = sql
    .exec<{ body: ArrayBuffer | null; bytes: number }>("SELECT body, bytes FROM deliveries WHERE delivery = ?", delivery)
    .toArray()[0];
  if (!row?.body || row.body.byteLength < row.bytes) return;
  const packed = new Uint8Array(deflateRawSync(new Uint8Array(row.body), { level: DEFLATE_LEVEL }));
  if (packed.byteLength < row.bytes) sql.exec("UPDATE deliveries SET body = ? WHERE delivery = ?", packed, delivery);
}

/** A stored body as it came: one that is shorter than it was is deflated. Null once erased. */
export function readBody(sql: SqlStorage, delivery: number): Uint8Array | null {
  const row = sql
    .exec<{ body: ArrayBuffer | null; bytes: number }>("SELECT body, bytes FROM deliveries WHERE delivery = ?", delivery)
    .toArray()[0];
  if (!row?.body) return null;
  const body = new Uint8Array(row.body);
  return body.byteLength < row.bytes ? new Uint8Array(inflateRawSync(body)) : body;
}

/** Whether two bodies are the same JSON value. Most repeats are the same to the byte. */
export function isSameContent(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(b) || hashOfBody(a) === hashOfBody(b);
}

/** Whether a body tells of an earlier state of the call: the sender moves `finished_at` whenever it changes its record. */
export function isOlder(body: Uint8Array, stored: Uint8Array): boolean {
  const [one, other] = [finishedAt(body), finishedAt(stored)];
  return one !== null && other !== null && one < other;
}

function finishedAt(body: Uint8Array): number | null {
  return readDate((JSON.parse(new TextDecoder().decode(body)) as { finished_at?: unknown }).finished_at);
}

/** The content's hash: what stays of a body when it is erased, to know the same call again. */
export function hashOfBody(body: Uint8Array): string {
  return contentHash(JSON.parse(new TextDecoder().decode(body)));
}
