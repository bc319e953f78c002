import type { Key } from "../mapping/lookups.ts";
import type { Intent } from "./receipt.ts";
import { rollupNames } from "./rollups.ts";
import { namesOfKeys } from "./salted.ts";
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
  const found = work.lookups.flatMap((lookup) => {
    const held = work.held[lookup.record];
    return held?.state === "found" ? [`${lookup.object}/${held.record.id}`] : namesOfKeys(lookup, hashOf);
  });
  return [...found, ...rollupNames(work)];
}

/** The intent, with the keys of all that it is to create. */
export function withKeys(work: Work, intent: Intent, hashOf: (key: Key) => string): Intent {
  const created = work.lookups.filter(({ record }) => intent.records[record]?.op === "create");
  const keys = created.flatMap((lookup) => namesOfKeys(lookup, hashOf));
  return keys.length === 0 ? intent : { ...intent, keys: [...new Set(keys)] };
}

/** Of calls that wait until it is known what a cut-off attempt did: the keys of what they may have created, and when that is known. */
export type Claims = Map<string, number>;

export function readClaims(sql: SqlStorage, now: number): Claims {
  const claims: Claims = new Map();
  const rows = sql.exec<{ due_at: number; intent: string }>(
    "SELECT due_at, intent FROM calls WHERE status = 'pending' AND due_at > ? AND intent IS NOT NULL",
    now,
  );
  for (const { due_at, intent } of rows)
    for (const key of (JSON.parse(intent) as Intent | null)?.keys ?? []) claims.set(key, Math.max(due_at, claims.get(key) ?? 0));
  return claims;
}

/** Until when a call must wait, because one of its keys may lead to what another's cut-off attempt created; 0: not at all. */
export function claimedUntil(claims: Claims, { lookups, intent }: Work, hashOf: (key: Key) => string): number {
  if (claims.size === 0 || intent !== null) return 0;
  return Math.max(0, ...lookups.flatMap((lookup) => namesOfKeys(lookup, hashOf)).map((name) => claims.get(name) ?? 0));
}
