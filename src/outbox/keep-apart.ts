import type { Key } from "../mapping/lookups.ts";
import { rollupNames } from "./rollups.ts";
import type { Work } from "./work.ts";

/**
 * Two calls that lead to one record are written one after the other, the earlier first: the later one waits for another wave. `busy` are the
 * records of the waves that were on their way while this one's were read: what was read of them may be out of date.
 */
export function oneCallPerRecord(works: Work[], hashOf: (key: Key) => string, busy: Set<string>): { apart: Work[]; records: Set<string> } {
  const records = new Set<string>();
  const apart = works
    .toSorted((a, b) => a.claimed.startedAt - b.claimed.startedAt)
    .filter((work) => {
      const own = recordsOf(work, hashOf);
      if (own.some((record) => records.has(record) || busy.has(record))) return false;
      for (const record of own) records.add(record);
      return true;
    });
  return { apart, records };
}

/** What a call reads and writes, or, before it exists, the keys by which it is known. */
function recordsOf(work: Work, hashOf: (key: Key) => string): string[] {
  const found = work.lookups.flatMap(({ record, object, keys }) => {
    const held = work.held[record];
    return held?.state === "found" ? [`${object}/${held.record.id}`] : (keys ?? []).map((key) => `${object}:${hashOf(key)}`);
  });
  return [...found, ...rollupNames(work)];
}
