/** An operator's deed. */
export interface AuditEntry {
  /** ISO 8601 */
  at: string;
  /** The token's name: `ADMIN_TOKEN 3f9a`. */
  who: string;
  /** `replay`, `undo`, `pause`, … */
  did: string;
  /** Null: it was done to no call alone. */
  call: string | null;
  /** The action that it was part of; it began at `at`. */
  action?: string;
}

/** What one page shows. */
const MOST_SHOWN = 100;

/** Kept for ever: there are few, and they name nobody but a token. */
export function writeAudit(sql: SqlStorage, { who, did, call }: Omit<AuditEntry, "at" | "action">, now: number): void {
  sql.exec("INSERT INTO audit (at, who, did, call) VALUES (?, ?, ?, ?)", now, who, did, call);
}

type Row = { at: number; who: string; did: string; call: string | null; action?: string };

const shown = ({ at, ...entry }: Row): AuditEntry => ({ ...entry, at: new Date(at).toISOString() });

/** The newest deeds, the newest first. */
export function readAudit(sql: SqlStorage): AuditEntry[] {
  return sql.exec<Row>("SELECT at, who, did, call FROM audit ORDER BY entry DESC LIMIT ?", MOST_SHOWN).toArray().map(shown);
}

/** What was done to one call, alone or with the action that touched it last; the newest first. */
export function deedsOf(sql: SqlStorage, call: string): AuditEntry[] {
  const alone = sql.exec<Row>(
    "SELECT at, who, did, call FROM audit WHERE call = ?1 AND call IS NOT NULL ORDER BY entry DESC LIMIT ?2",
    call,
    MOST_SHOWN,
  );
  const withOthers = sql.exec<Row>(
    `SELECT a.started_at AS at, a.state ->> '$.who' AS who, a.state ->> '$.do' AS did, c.call, a.action
     FROM calls c JOIN actions a ON a.action = c.action WHERE c.call = ?`,
    call,
  );
  return [...alone.toArray(), ...withOthers.toArray()].toSorted((a, b) => b.at - a.at).map(shown);
}
