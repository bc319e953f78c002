import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";

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

/** The latest body of a call as text; null once erased, and where there is no such call. What is no UTF-8 in it is shown as such. */
export function storedDelivery(sql: SqlStorage, call: string): string | null {
  const row = sql.exec<{ delivery: number }>("SELECT delivery FROM calls WHERE call = ?", call).toArray()[0];
  const body = row === undefined ? null : readBody(sql, row.delivery);
  return body === null ? null : new TextDecoder().decode(body);
}

/** Whether two bodies are the same JSON value. Most repeats are the same to the byte. */
export function isSameContent(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(b) || hashOfBody(a) === hashOfBody(b);
}

/** The content's hash: what stays of a body when it is erased, to know the same call again. */
export function hashOfBody(body: Uint8Array): string {
  return contentHash(JSON.parse(new TextDecoder().decode(body)));
}

/**
 * SHA-256 (hex) of a JSON value: equal for the same value whatever its white space and the order of its keys. Takes any depth;
 * `__proto__` is a key like any other. Stored with every revision: a change of the encoding would make old calls look revised.
 */
export function contentHash(json: unknown): string {
  return createHash("sha256").update(encode(json)).digest("hex");
}

/** Stands on the stack where a list or an object ends. */
const END = Symbol("end");

/**
 * One text for one value: texts with their length before them (so nothing needs escapes), keys sorted. Has its own stack, for a
 * body of nothing but brackets may be a million levels deep.
 */
function encode(root: unknown): string {
  let encoded = "";
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value === "string") encoded += `${value.length}:${value}`;
    else if (value === END) encoded += ")";
    else if (typeof value !== "object" || value === null) encoded += `${String(value)};`;
    else encoded += openAndPush(stack, value);
  }
  return encoded;
}

/** Pushes what is inside, last first, for the stack gives it back in reverse; returns how the value begins. */
function openAndPush(stack: unknown[], value: object): string {
  stack.push(END);
  if (Array.isArray(value)) {
    for (let index = value.length - 1; index >= 0; index--) stack.push(value[index]);
    return "[";
  }
  const keys = Object.keys(value).sort();
  for (let index = keys.length - 1; index >= 0; index--) {
    stack.push((value as Record<string, unknown>)[keys[index]!], keys[index]);
  }
  return "{";
}
