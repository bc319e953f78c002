import { PENDING_SHELVES, SLOTS_A_SHELF, slotOf } from "../bodies/bodies.ts";
import { CALLS_A_SLICE, moveNewest, newestUnmoved } from "../earlier-release/move-over.ts";
import type { Status } from "../settle/receipt.ts";
import { SETTLED, inList, inLists } from "../settled-lists.ts";

/** A place in the list of all calls, newest first. */
export interface Listed {
  call: string;
  /** For the next page: `before`. */
  delivery: number;
}

/** Calls that stand in an index of their own. Those with a problem of some code come with all that have warnings, whose codes no index has. */
export type Among = { problem: string } | { action: string } | { warning: true };

export interface ListRange {
  /** Null: all. */
  statuses: readonly Status[] | null;
  /** Only calls that came (with their latest body) before this delivery, and not before `from`. */
  before: number;
  from?: number;
  limit: number;
  /** All where left out. */
  among?: Among | undefined;
}

/**
 * The newest calls, newest first. Reads as many rows as it gives, times the lists that are merged (each is in order already), however many calls
 * there are.
 */
export function newestCalls(sql: SqlStorage, range: ListRange): Listed[] {
  const { from = 0, limit } = range;
  for (;;) {
    const rows = listNewest(sql, range);
    // Calls of the earlier release that belong in between move over first.
    const unmoved = newestUnmoved(sql);
    if (unmoved === null || unmoved < from || (rows.length === limit && (rows.at(-1) as Listed).delivery > unmoved)) return rows;
    moveNewest(sql, CALLS_A_SLICE);
  }
}

function listNewest(sql: SqlStorage, { statuses, before, from = 0, limit, among }: ListRange): Listed[] {
  const isWanted = (status: Status) => statuses === null || statuses.includes(status);
  const listed = listsOf(among, isWanted).flatMap(({ sentence, key = null }) =>
    sql.exec<Listed & Record<string, SqlStorageValue>>(sentence, before, from, limit, ...(key === null ? [] : [key])).toArray(),
  );
  const inOrder = listed.toSorted((a, b) => b.delivery - a.delivery);
  // A call with a problem may have warnings too: then it stands in both lists.
  return inOrder.filter(({ delivery }, index) => delivery !== inOrder[index - 1]?.delivery).slice(0, limit);
}

/** What one list reads; `key`: what is looked up in its index. */
interface List {
  sentence: string;
  key?: string;
}

function listsOf(among: Among | undefined, isWanted: (status: Status) => boolean): List[] {
  const settled = SETTLED.filter(isWanted);
  if (among === undefined)
    return [
      ...(isWanted("pending") ? PENDING_SHELVES.map(onShelf) : []),
      ...settled.flatMap(inLists).map((where) => ({ sentence: listOf(where) })),
    ];
  if ("action" in among) return [{ sentence: listOf("action = ?4"), key: among.action }];
  const warned = settled.map((status) => ({ sentence: listOf(inList(status, 1)) }));
  if ("warning" in among) return warned;
  const ofCode = (status: Status): List => ({ sentence: listOf(`code = ?4 AND status = '${status}'`), key: among.problem });
  return [...warned, ...(["pending", ...SETTLED] as const).filter(isWanted).map(ofCode)];
}

const listOf = (where: string): string =>
  `SELECT call, delivery FROM calls WHERE ${where} AND delivery < ?1 AND delivery >= ?2 ORDER BY delivery DESC LIMIT ?3`;

const onShelf = (shelf: number): List => ({
  sentence: `SELECT call, slot - ${slotOf(shelf, 0)} AS delivery FROM bodies
   WHERE slot < ${slotOf(shelf, 0)} + min(?1, ${SLOTS_A_SHELF}) AND slot >= ${slotOf(shelf, 0)} + ?2 ORDER BY slot DESC LIMIT ?3`,
});
