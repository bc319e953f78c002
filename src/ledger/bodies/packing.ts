import { BODIES, EARLIER_RECEIPTS, RECEIPTS, TRACES } from "./dictionaries.ts";
import { fromColumns, inColumns } from "./turns-in-columns.ts";
import { brotliCompressSync, brotliDecompressSync, constants, deflateRawSync, inflateRawSync } from "node:zlib";

/**
 * How bytes are kept: as they came, deflated (the earlier release did so), with brotli, deflated with what bodies have in common, or the same of one
 * whose turns were put into columns.
 */
export const PACKING = { none: 0, deflate: 1, brotli: 2, body: 3, columns: 4 } as const;
export type Packing = (typeof PACKING)[keyof typeof PACKING];

export interface Packed {
  body: Uint8Array;
  packing: Packing;
}

/** At 5 a call of ten minutes takes 0.3 ms and comes to a fifteenth; beyond, seconds are paid for a few hundredths. */
const QUALITY = 5;
/** 256 KB: a call is rarely longer, and the encoder's memory grows with it. */
const WINDOW_BITS = 18;
/** A call of an hour has as much. */
const MOST_IN_COLUMNS_BYTES = 131_072;
/** Up to here what bodies have in common saves most, in half the time; at 17 KB both ways come to the same, at 34 KB brotli saves a thirtieth more. */
const MOST_DEFLATED_BYTES = 24_576;

/** In columns a conversation takes a seventh less, and deflated at 33 KB still no more than with brotli. What does not shrink stays as it is. */
export function pack(body: Uint8Array): Packed {
  const columns = body.byteLength <= MOST_IN_COLUMNS_BYTES ? columnsOf(body) : null;
  const packed = columns !== null ? deflated(columns, PACKING.columns) : packedWhole(body);
  return packed.body.byteLength < body.byteLength ? packed : { body, packing: PACKING.none };
}

const packedWhole = (body: Uint8Array): Packed => (body.byteLength <= MOST_DEFLATED_BYTES ? deflated(body, PACKING.body) : brotli(body));

const deflated = (body: Uint8Array | string, packing: Packing): Packed => ({
  body: new Uint8Array(deflateSmall(body, BODIES)),
  packing,
});

/** What deflate looks back at beyond a match of the greatest length. */
const LOOKAHEAD_BYTES = 262;
const [LEAST_WINDOW_BITS, MOST_WINDOW_BITS] = [10, 15];

/** With a window no larger than what is in it: most of the time would go into clearing an empty one. It comes to the same bytes. */
function deflateSmall(text: string | Uint8Array, dictionary: Buffer): Buffer {
  const bytes = dictionary.byteLength + (typeof text === "string" ? Buffer.byteLength(text) : text.byteLength) + LOOKAHEAD_BYTES;
  const windowBits = Math.min(Math.max(Math.ceil(Math.log2(bytes)), LEAST_WINDOW_BITS), MOST_WINDOW_BITS);
  return deflateRawSync(text, { level: 9, dictionary, windowBits, memLevel: windowBits - 7 });
}

const utf8 = new TextDecoder();

/** Null of what is no text, too. */
function columnsOf(body: Uint8Array): string | null {
  const json = utf8.decode(body);
  return Buffer.from(json).equals(body) ? inColumns(json) : null;
}

function brotli(body: Uint8Array): Packed {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: QUALITY, [BROTLI_PARAM_LGWIN]: WINDOW_BITS, [BROTLI_PARAM_SIZE_HINT]: body.byteLength };
  return { body: new Uint8Array(brotliCompressSync(body, { params })), packing: PACKING.brotli };
}

/** Null: it has been spoilt, by a disk or a bug. */
export function unpackSound(bytes: Uint8Array, packing: Packing): Uint8Array | null {
  try {
    return unpack(bytes, packing) ?? null;
  } catch {
    return null;
  }
}

/** Throws on what is not packed so. */
export function unpack(bytes: Uint8Array, packing: Packing): Uint8Array {
  switch (packing) {
    case PACKING.none:
      return bytes;
    case PACKING.deflate:
      return new Uint8Array(inflateRawSync(bytes));
    case PACKING.brotli:
      return new Uint8Array(brotliDecompressSync(bytes));
    case PACKING.body:
      return new Uint8Array(inflateRawSync(bytes, { dictionary: BODIES }));
    case PACKING.columns:
      return new TextEncoder().encode(fromColumns(utf8.decode(inflateRawSync(bytes, { dictionary: BODIES }))));
  }
}

/** The first byte, by the dictionary. No deflated text begins so: the lowest three bits would be a block of a kind that there is not. */
const JSON_KINDS = { receipt: 0x07, traces: 0x17 } as const;
const DICTIONARIES = new Map<number | undefined, Buffer>([
  [JSON_KINDS.receipt, RECEIPTS],
  [JSON_KINDS.traces, TRACES],
]);

/** Small JSON that stays for long. */
export function packJson(value: unknown, kind: keyof typeof JSON_KINDS): Uint8Array {
  const first = JSON_KINDS[kind];
  return Buffer.concat([Uint8Array.of(first), deflateSmall(JSON.stringify(value), DICTIONARIES.get(first) as Buffer)]);
}

export function unpackJson(packed: ArrayBuffer | Uint8Array): unknown {
  const bytes = packed instanceof Uint8Array ? packed : new Uint8Array(packed);
  const dictionary = DICTIONARIES.get(bytes[0]);
  const json =
    dictionary === undefined ? inflateRawSync(bytes, { dictionary: EARLIER_RECEIPTS }) : inflateRawSync(bytes.subarray(1), { dictionary });
  return JSON.parse(utf8.decode(json));
}
