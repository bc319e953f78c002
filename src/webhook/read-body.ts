import { MOST_VALUES, countValues, weightOf } from "./json-values.ts";

/** Bodies of real calls stay under 1 MB; a row of the outbox holds 2 MB at most. */
export const LARGEST_BODY_BYTES = 1_900_000;

/** `bytes` is the body as it came, to be kept whatever becomes of it. */
export type Body =
  | JsonBody
  | { kind: "not_json"; message: string; bytes: Uint8Array }
  | { kind: "too_many_values"; message: string; bytes: Uint8Array }
  | { kind: "too_large"; message: string };

export interface JsonBody {
  kind: "json";
  json: unknown;
  bytes: Uint8Array;
  /** The bytes that it takes once it is parsed. */
  weight: number;
}

/** Reads a delivery's body. Counts the bytes that arrive: `Content-Length` may be missing or wrong. Never throws on bad input. */
export async function readBody(request: Request): Promise<Body> {
  const bytes = await readBytes(request);
  if (bytes === null) {
    return {
      kind: "too_large",
      message: `The body has more than ${LARGEST_BODY_BYTES.toLocaleString("en-US")} bytes, the most that is taken.`,
    };
  }
  const values = countValues(bytes);
  if (values > MOST_VALUES) {
    return {
      kind: "too_many_values",
      message: `more than ${MOST_VALUES.toLocaleString("en-US")} values; a call holds a few thousand`,
      bytes,
    };
  }
  try {
    return parseJson(UTF_8.decode(bytes), bytes, weightOf(bytes, values));
  } catch {
    return { kind: "not_json", message: "The body is not valid UTF-8 text.", bytes };
  }
}

const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** All bytes, or null as soon as they are too many. */
async function readBytes(request: Request): Promise<Uint8Array | null> {
  // HTTP holds a body to the length that it announces; in one piece it costs a third.
  const announced = Number(request.headers.get("Content-Length") ?? Number.NaN);
  if (announced > LARGEST_BODY_BYTES) return null;
  if (announced > 0) return withinLimit(new Uint8Array(await request.arrayBuffer()));
  return readStream(request.body);
}

function withinLimit(bytes: Uint8Array): Uint8Array | null {
  return bytes.byteLength > LARGEST_BODY_BYTES ? null : bytes;
}

async function readStream(stream: ReadableStream<Uint8Array> | null): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream ?? []) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (length > LARGEST_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return join(chunks, length);
}

function join(chunks: Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function parseJson(text: string, bytes: Uint8Array, weight: number): Body {
  if (text.trim() === "") return { kind: "not_json", message: "The body is empty; a call's JSON was expected.", bytes };
  try {
    return { kind: "json", json: JSON.parse(text), bytes, weight };
  } catch (error) {
    return { kind: "not_json", message: `The body is not JSON: ${whereItBreaks(error)}.`, bytes };
  }
}

/** Only the place: the parser's own message quotes the body, which may name a customer. */
function whereItBreaks(error: unknown): string {
  const position = /position \d+(?: \(line \d+ column \d+\))?/.exec(String(error))?.[0];
  return position === undefined ? "it ends too early, or is another format" : `it breaks at ${position}`;
}
