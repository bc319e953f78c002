/** Two hours of talk come to 30,000 values. */
export const MOST_VALUES = 100_000;

/** Bytes of an ordinary body for each value in it: what it takes in memory grows with whichever of the two is more. */
const BYTES_A_VALUE = 16;

/**
 * How many values a JSON text holds, counted before it is parsed: a body of nothing but brackets becomes twenty times what it is as sent. Linear;
 * what stands inside of texts does not count.
 */
export function countValues(json: Uint8Array): number {
  let values = 1;
  let inText = false;
  for (let index = 0; index < json.length; index++) {
    const byte = json[index];
    if (inText) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === COMMA || byte === BRACKET || byte === BRACE) values += 1;
  }
  return values;
}

const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACE] = [0x22, 0x5c, 0x2c, 0x5b, 0x7b];

/** What a body of so many values weighs where calls are taken on together: bytes, as if it were an ordinary one. */
export const weightOf = (body: Uint8Array, values: number): number => Math.max(body.byteLength, values * BYTES_A_VALUE);
