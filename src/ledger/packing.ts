import { brotliCompressSync, brotliDecompressSync, constants, inflateRawSync } from "node:zlib";

/** How bytes are kept: as they came, deflated (the earlier release did so), or with brotli. */
export const PACKING = { none: 0, deflate: 1, brotli: 2 } as const;
export type Packing = (typeof PACKING)[keyof typeof PACKING];

/** At 5 a call of ten minutes takes 0.3 ms and comes to a fifteenth; beyond, seconds are paid for a few hundredths. */
const QUALITY = 5;
/** 256 KB: a call is rarely longer, and the encoder's memory grows with it. */
const WINDOW_BITS = 18;

export function pack(bytes: Uint8Array): Uint8Array {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  return new Uint8Array(
    brotliCompressSync(bytes, {
      params: { [BROTLI_PARAM_QUALITY]: QUALITY, [BROTLI_PARAM_LGWIN]: WINDOW_BITS, [BROTLI_PARAM_SIZE_HINT]: bytes.byteLength },
    }),
  );
}

export function unpack(bytes: Uint8Array, packing: Packing): Uint8Array {
  if (packing === PACKING.none) return bytes;
  return new Uint8Array(packing === PACKING.deflate ? inflateRawSync(bytes) : brotliDecompressSync(bytes));
}
