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
}

/** What one page shows. */
const MOST_SHOWN = 100;

/** Kept for ever: there are few, and they name nobody but a token. */
export function writeAudit(sql: SqlStorage, { who, did, call }: Omit<AuditEntry, "at">, now: number): void {
  sql.exec("INSERT INTO audit (at, who, did, call) VALUES (?, ?, ?, ?)", now, who, did, call);
}

/** The newest deeds, or those done to one call; the newest first. */
export function readAudit(sql: SqlStorage, call: string | null): AuditEntry[] {
  const of = call === null ? "" : "WHERE call = ?2 AND call IS NOT NULL";
  return sql
    .exec<{ at: number; who: string; did: string; call: string | null }>(
      `SELECT at, who, did, call FROM audit ${of} ORDER BY entry DESC LIMIT ?1`,
      MOST_SHOWN,
      ...(call === null ? [] : [call]),
    )
    .toArray()
    .map(({ at, ...entry }) => ({ ...entry, at: new Date(at).toISOString() }));
}
