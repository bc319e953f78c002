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
}

/** A search that finds too little stops here, for it must not hold up deliveries: at 2 µs a row it takes some 20 ms. */
const MOST_LOOKED_AT = 10_000;

/** Calls that match, newest first. `customer`: the salted hash of the number that is searched for. */
export function searchCalls(sql: SqlStorage, where: CallFilters, { limit, before }: SearchBounds, customer: string | null): FoundCalls {
  const rows = sql.exec<{ call: string; delivery: number; matches: number }>(
    `SELECT c.call, d.delivery, ${MATCHES} AS matches FROM deliveries d JOIN calls c ON c.delivery = d.delivery AND c.call = d.call
     WHERE d.delivery < ?1 AND d.delivery >= ?2 ORDER BY d.delivery DESC LIMIT ${MOST_LOOKED_AT + 1}`,
    where.to === undefined ? before : Math.min(before, firstDeliveryFrom(sql, where.to + 1)),
    where.from === undefined ? 0 : firstDeliveryFrom(sql, where.from),
    where.status ?? null,
    where.problem ?? null,
    where.mapping ?? null,
    customer,
  );
  return collect(rows, limit);
}

const MATCHES = `(?3 IS NULL OR c.status = ?3 OR (?3 = 'pending' AND c.status IN ('waiting', 'undoing')))
  AND (?4 IS NULL OR c.problem ->> 'code' = ?4) AND (?5 IS NULL OR c.mapping = ?5) AND (?6 IS NULL OR c.customer = ?6)`;

/** Reads no further than it must: rows come one by one. */
function collect(rows: Iterable<{ call: string; delivery: number; matches: number }>, limit: number): FoundCalls {
  const calls: string[] = [];
  let searched = 0;
  let last = 0;
  for (const { call, delivery, matches } of rows) {
    if (calls.length === limit || searched === MOST_LOOKED_AT) return { calls, next: last, searched };
    searched += 1;
    last = delivery;
    if (matches === 1) calls.push(call);
  }
  return { calls, next: null, searched };
}

/** The first delivery that came in at `time` (ms) or later. Deliveries are numbered as they come: so it is found by halving, without an index. */
function firstDeliveryFrom(sql: SqlStorage, time: number): number {
  let [low, high] = [0, sql.exec<{ last: number | null }>("SELECT max(delivery) AS last FROM deliveries").one().last ?? 0];
  high += 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = sql
      .exec<{ received_at: number }>("SELECT received_at FROM deliveries WHERE delivery >= ? ORDER BY delivery LIMIT 1", middle)
      .toArray()[0];
    if (row !== undefined && row.received_at < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
