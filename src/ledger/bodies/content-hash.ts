import { createHash } from "node:crypto";

/** Whether a body is the same JSON value as the one that is kept. Most repeats are the same to the byte. What has been spoilt is the same as nothing. */
export function isSameContent(kept: Uint8Array, body: Uint8Array): boolean {
  if (Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength).equals(body)) return true;
  const hash = soundHash(kept);
  return hash !== null && Buffer.from(hash).equals(shortHash(body));
}

/** Compared with the body of the same call alone: so much of a SHA-256 tells two of them apart. */
const HASH_BYTES = 8;
/** The earlier release kept more of it. Of what is no call it is kept still, for there it tells all apart. */
const LONG_HASH_BYTES = 16;

/** What stays of a body when it is erased, to know the same content again. */
export const shortHash = (body: Uint8Array): Uint8Array => shortened(sha256(encode(parsed(body))), HASH_BYTES);

/** Whether a body is what is kept of an erased one. */
export const hasHash = (body: Uint8Array, kept: ArrayBuffer): boolean =>
  Buffer.from(shortHash(body)).equals(Buffer.from(kept).subarray(0, HASH_BYTES));

/** The same; null where the body is gone, or has been spoilt and is no JSON any more. */
export function soundHash(body: Uint8Array | null): Uint8Array | null {
  try {
    return body && shortHash(body);
  } catch {
    return null;
  }
}

/** Of what is no JSON. */
export const rawHash = (bytes: Uint8Array): Uint8Array => shortened(sha256(bytes), LONG_HASH_BYTES);

/** Of a hash as the first release kept it. */
export const fromHex = (hex: string): Uint8Array => shortened(Buffer.from(hex, "hex"), LONG_HASH_BYTES);

const shortened = (hash: Buffer, bytes: number): Uint8Array => new Uint8Array(hash.subarray(0, bytes));
const sha256 = (of: string | Uint8Array): Buffer => createHash("sha256").update(of).digest();

const utf8 = new TextDecoder();
const parsed = (body: Uint8Array): unknown => JSON.parse(utf8.decode(body));

/**
 * SHA-256 (hex) of a JSON value: equal for the same value whatever its white space and the order of its keys. Takes any depth;
 * `__proto__` is a key like any other. Stored with every revision: a change of the encoding would make old calls look revised.
 */
export function contentHash(json: unknown): string {
  return sha256(encode(json)).toString("hex");
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
