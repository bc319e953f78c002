import type { Status } from "../settle/receipt.ts";
import { newestUnmoved } from "../earlier-release/move-over.ts";
import { type Among, type Listed, newestCalls } from "./newest-calls.ts";

/** What calls to look for; all that is given must hold. */
export interface CallFilters {
  /** As shown: `pending` are those that wait for their contact, too. */
  status?: "pending" | "written" | "skipped" | "held" | "rejected";
  warning?: true;
  /** A problem's or a warning's code. */
  problem?: string;
  mapping?: string;
  campaign?: string;
  /** In any spelling. */
  phone?: string;
  /** In small letters. */
  email?: string;
  /** ms, both included; when the call's latest delivery came in. */
  from?: number;
  to?: number;
  /** An action's id. */
  action?: string;
}

/** Where a search begins and how much it may bring. */
export interface SearchBounds {
  limit: number;
  /** Only calls that arrived before this delivery. */
  before: number;
}

export interface FoundCalls {
  /** Newest first. */
  calls: string[];
  /** For `before`; null: there are no more. */
  next: number | null;
  /** How many of the newest calls were looked at. */
  searched: number;
  /** When the first and the last of them came in (ms), the oldest first; null: there was none. */
  range: { from: number; to: number } | null;
}

/** A search that finds too little stops here, for it must not hold up deliveries: at 2 µs a row it takes some 20 ms. */
const MOST_LOOKED_AT = 10_000;
/** Looked at together; a page without filters is found at once. */
const STEP = 200;

/** Salted hashes of who is searched for. */
export interface SearchKeys {
  customer: string | null;
  email: string | null;
}

/** Calls that match, newest first. Reads as many rows as it looks at, however many calls there are. */
export function searchCalls(sql: SqlStorage, where: CallFilters, { limit, before }: SearchBounds, keys: SearchKeys): FoundCalls {
  const range = {
    statuses: where.status === undefined ? null : STORED[where.status],
    before: where.to === undefined ? before : Math.min(before, firstDeliveryFrom(sql, where.to + 1)),
    from: where.from === undefined ? 0 : firstDeliveryFrom(sql, where.from),
    among: amongOf(sql, where),
  };
  const filtered = isFiltered(where) || keys.customer !== null;
  const calls: string[] = [];
  const ends: { newest?: string; oldest?: string } = {};
  const found = (next: number | null, searched: number): FoundCalls => ({ calls, next, searched, range: rangeOf(sql, ends) });
  for (let [searched, next] = [0, range.before]; ;) {
    const step = Math.min(filtered ? STEP : limit + 1, MOST_LOOKED_AT - searched);
    const listed = newestCalls(sql, { ...range, before: next, limit: step });
    const matching = filtered ? matches(sql, listed, { where, keys, statuses: range.statuses }) : null;
    for (const { call, delivery } of listed) {
      if (calls.length === limit) return found(next, searched);
      searched += 1;
      next = delivery;
      ends.newest ??= call;
      ends.oldest = call;
      if (matching === null || matching.has(call)) calls.push(call);
    }
    if (listed.length < step) return found(null, searched);
    if (searched === MOST_LOOKED_AT) return found(next, searched);
  }
}

const STORED: Record<NonNullable<CallFilters["status"]>, Status[]> = {
  pending: ["pending", "waiting", "undoing"],
  written: ["written"],
  skipped: ["skipped"],
  held: ["held"],
  rejected: ["rejected"],
};

/** Whether the rows of calls have to be looked into. */
const isFiltered = ({ status: _, from: __, to: ___, ...others }: CallFilters): boolean =>
  Object.values(others).some((value) => value !== undefined);

/** While calls of the earlier release are still to move over, a list of few would have to move them all first. */
function amongOf(sql: SqlStorage, { action, problem, warning }: CallFilters): Among | undefined {
  if (newestUnmoved(sql) !== null) return undefined;
  if (action !== undefined) return { action };
  if (problem !== undefined) return { problem };
  return warning && { warning };
}

interface Sought {
  where: CallFilters;
  keys: SearchKeys;
  statuses: readonly Status[] | null;
}

function matches(sql: SqlStorage, listed: Listed[], { where, keys, statuses }: Sought): Set<string> {
  const rows = sql.exec<{ call: string }>(
    `SELECT c.call FROM json_each(?1) ids JOIN calls c ON c.call = ids.value
     WHERE (?2 IS NULL OR c.code = ?2 OR instr(c.warned, ' ' || ?2 || ' ') > 0) AND (?3 IS NULL OR c.mapping = ?3) AND (?4 IS NULL OR c.campaign = ?4) AND (?5 IS NULL OR c.customer = ?5)
       AND (?6 IS NULL OR instr(c.email, ?6) > 0) AND (?7 IS NULL OR c.action = ?7) AND (?8 = 0 OR c.warned IS NOT NULL)
       AND (?9 IS NULL OR c.status IN (SELECT value FROM json_each(?9)))`,
    JSON.stringify(listed.map(({ call }) => call)),
    where.problem ?? null,
    where.mapping ?? null,
    where.campaign ?? null,
    where.phone === undefined && keys.customer === null ? null : (keys.customer ?? ""),
    where.email === undefined ? null : keys.email,
    where.action ?? null,
    where.warning === true ? 1 : 0,
    statuses && JSON.stringify(statuses),
  );
  return new Set(rows.toArray().map(({ call }) => call));
}

/** The first delivery that came in at `time` (ms) or later. Deliveries are numbered as they come: so it is found by halving, without an index. */
function firstDeliveryFrom(sql: SqlStorage, time: number): number {
  const newestTo = (delivery: number) => newestCalls(sql, { statuses: null, before: delivery + 1, limit: 1 })[0];
  let [low, high] = [0, (newestTo(Number.MAX_SAFE_INTEGER - 1)?.delivery ?? 0) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const newest = newestTo(middle);
    if (newest === undefined || receivedAt(sql, newest.call) < time) low = middle + 1;
    else high = newest.delivery;
  }
  return low;
}

function rangeOf(sql: SqlStorage, { newest, oldest }: { newest?: string; oldest?: string }): FoundCalls["range"] {
  return newest === undefined || oldest === undefined ? null : { from: receivedAt(sql, oldest), to: receivedAt(sql, newest) };
}

const receivedAt = (sql: SqlStorage, call: string): number =>
  sql.exec<{ received_at: number }>("SELECT received_at FROM calls WHERE call = ?", call).one().received_at;
