import { ByteReader, ByteWriter } from "../bodies/byte-strings.ts";
import { unpackJson } from "../bodies/packing.ts";
import { codeOfProperty, propertyOfCode } from "./property-codes.ts";

/** Property -> when the call began that wrote it last (ms), that call, and the value's fingerprint. */
export type Written = Record<string, [startedAt: number, call: string, value?: number]>;

/** What one call wrote stands together, for these rows stay for ever. */
export type Stored = [startedAt: number, call: string, values: Record<string, number | null>][];

/** As `packed` made it; as packed JSON or as text in rows that were written before that, and where nothing was written yet. */
export type Packed = string | ArrayBuffer | Uint8Array;

export function grouped(written: Written): Stored {
  const groups = new Map<string, Stored[number]>();
  for (const [property, [startedAt, call, value]] of Object.entries(written)) {
    const group = groups.get(`${startedAt} ${call}`) ?? [startedAt, call, {}];
    group[2][property] = value ?? null;
    groups.set(`${startedAt} ${call}`, group);
  }
  return [...groups.values()];
}

export function ungrouped(stored: Stored): Written {
  const entries = stored.flatMap(([startedAt, call, values]) =>
    Object.entries(values).map(([property, value]): [string, Written[string]] => [
      property,
      value === null ? [startedAt, call] : [startedAt, call, value],
    ]),
  );
  return Object.fromEntries(entries);
}

/** The calls that wrote what is stored. */
export const callsIn = (stored: Stored): string[] => [...new Set(stored.map(([, call]) => call))];

/** The first byte of what `packed` made: neither deflated text nor packed JSON begins so. */
const IN_BYTES = 0x0f;
/** Below a fingerprint: there is none. */
const NO_VALUE = 0;

export function packed(stored: Stored): Uint8Array {
  const bytes = new ByteWriter().number(IN_BYTES);
  for (const [startedAt, call, values] of stored) {
    const entries = Object.entries(values);
    bytes.time(startedAt).text(call).number(entries.length);
    for (const [property, value] of entries) writeName(bytes, property).number(value === null ? NO_VALUE : value + 1);
  }
  return bytes.end();
}

export function unpacked(stored: Packed): Stored {
  if (typeof stored === "string") return inGroups(JSON.parse(stored) as Stored | Written);
  const bytes = stored instanceof Uint8Array ? stored : new Uint8Array(stored);
  return bytes[0] === IN_BYTES ? groupsIn(new ByteReader(bytes, 1)) : inGroups(unpackJson(bytes) as Stored | Written);
}

/** The first release kept the map itself. */
const inGroups = (stored: Stored | Written): Stored => (Array.isArray(stored) ? stored : grouped(stored));

function groupsIn(bytes: ByteReader): Stored {
  const groups: Stored = [];
  while (!bytes.isAtEnd) {
    const group: Stored[number] = [bytes.time(), bytes.text(), {}];
    for (let left = bytes.number(); left > 0; left--) {
      const property = readName(bytes);
      const value = bytes.number();
      group[2][property] = value === NO_VALUE ? null : value - 1;
    }
    groups.push(group);
  }
  return groups;
}

/** A name that has no code stands there itself. */
function writeName(bytes: ByteWriter, property: string): ByteWriter {
  const code = codeOfProperty(property);
  return code === 0 ? bytes.number(0).text(property) : bytes.number(code);
}

function readName(bytes: ByteReader): string {
  const code = bytes.number();
  return code === 0 ? bytes.text() : propertyOfCode(code);
}
