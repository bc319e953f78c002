import { unpackJson } from "../bodies/packing.ts";

/** Property -> when the call began that wrote it last (ms), that call, and the value's fingerprint. */
export type Written = Record<string, [startedAt: number, call: string, value?: number]>;

/** As stored: what one call wrote stands together, for these rows stay for ever. */
export type Stored = [startedAt: number, call: string, values: Record<string, number | null>][];

/** Packed; as text in rows that were written before that, and where nothing was written yet. */
export type Packed = string | ArrayBuffer;

export const unpacked = (stored: Packed): unknown => (typeof stored === "string" ? JSON.parse(stored) : unpackJson(stored));

export function encoded(written: Written): Stored {
  const groups = new Map<string, Stored[number]>();
  for (const [property, [startedAt, call, value]] of Object.entries(written)) {
    const group = groups.get(`${startedAt} ${call}`) ?? [startedAt, call, {}];
    group[2][property] = value ?? null;
    groups.set(`${startedAt} ${call}`, group);
  }
  return [...groups.values()];
}

/** The earlier release kept the map itself. */
export function decoded(packed: Packed): Written {
  const stored = unpacked(packed) as Stored | Written;
  if (!Array.isArray(stored)) return stored;
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
