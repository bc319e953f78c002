import { brotliCompressSync, brotliDecompressSync, constants, deflateRawSync, inflateRawSync } from "node:zlib";

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

/**
 * What receipts are made of, the commonest last. It is part of what is stored: it never changes, for what was packed with it is unpacked with it.
 * With it the receipts of a call come to a fifth of what they are without.
 */
const DICTIONARY = Buffer.from(
  '"warnings":[{"code":"value_does_not_fit","params":{"who":"crm_admin","message":"","fix":""problem":null,"note":null"when":"added":"' +
    'the property has a value already"it stands there already"kept":{"candidates":["tried":["no contact has this number"why":""skipped",' +
    '"call":{"object":"calls","task":{"object":"tasks","company":{"object":"companies","deal":{"object":"deals","id":"","action":"updated",' +
    '"unchanged","undone":{"done":"archived"}"dealstage","hs_next_step","email","company","city","jobtitle","rule":"otonistark.yaml:' +
    '"from":null,"phone":{"to":"+55"lastname":{"to":"firstname":{"to":""set":{"erased":["firstname","lastname","phone"],"lines":[' +
    '"on":["contacts/","deals/"],"made":true,"revision":1}},"note":{"object":"notes","id":"","action":"created",' +
    '{"records":{"contact":{"object":"contacts","id":"","action":"created",',
);

/** Small JSON that stays for long. */
export function packJson(value: unknown): Uint8Array {
  return new Uint8Array(deflateRawSync(JSON.stringify(value), { level: 9, dictionary: DICTIONARY }));
}

export function unpackJson(packed: ArrayBuffer | Uint8Array): unknown {
  const bytes = inflateRawSync(packed instanceof Uint8Array ? packed : new Uint8Array(packed), { dictionary: DICTIONARY });
  return JSON.parse(new TextDecoder().decode(bytes));
}
