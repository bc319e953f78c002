import { createHash } from "node:crypto";
import { SLOT_OF_CALL } from "../bodies/bodies.ts";
import { rawHash } from "../bodies/content-hash.ts";
import type { CustomerKeys } from "./same-customer.ts";

/**
 * Ids that we give, for what came without one of its own. A sender's id may look the same: then ours gives way, so that nobody's call is
 * taken for something else.
 */
export function makeWay(sql: SqlStorage, call: string): void {
  const free = freeId(sql, call);
  sql.exec("UPDATE calls SET call = ? WHERE call = ?", free, call);
  sql.exec(`UPDATE bodies SET call = ? WHERE slot = (SELECT ${SLOT_OF_CALL} FROM calls c WHERE c.call = ?)`, free, free);
}

/** The id for a delivery that was no call, or null where the same one is kept already. `lookUp` is told of each id before it is looked at. */
export function idOfRejected(sql: SqlStorage, body: Uint8Array, lookUp: (call: string) => void): string | null {
  const hash = rawHash(body);
  const wanted = `rejected-${Buffer.from(hash).toString("hex").slice(0, 16)}`;
  for (let call = wanted, count = 2; ; call = `${wanted}-${count++}`) {
    lookUp(call);
    if (isSameRejected(sql, call, hash)) return null;
    if (!isTaken(sql, call)) return call;
  }
}

const isSameRejected = (sql: SqlStorage, call: string, hash: Uint8Array): boolean =>
  sql.exec("SELECT 1 FROM calls WHERE call = ? AND status = 'rejected' AND hash = ?", call, hash).toArray().length > 0;

/** The id of the call of another customer that came with an id that was taken. The same for each of its deliveries. */
export function idOfOther({ call, customer, lead, email }: CustomerKeys & { call: string }): string {
  const who = JSON.stringify([customer, lead, email?.split("|")[0] ?? null]);
  return `${call}~${createHash("sha256").update(who).digest("hex").slice(0, 8)}`;
}

function freeId(sql: SqlStorage, call: string): string {
  for (let count = 2; ; count++) if (!isTaken(sql, `${call}-${count}`)) return `${call}-${count}`;
}

const isTaken = (sql: SqlStorage, call: string): boolean => sql.exec("SELECT 1 FROM calls WHERE call = ?", call).toArray().length > 0;
