import { hashOfBody, readBody } from "./bodies.ts";
import { reopen } from "./queue.ts";

/** What an operator made of a call's body. */
export interface EditedBody {
  call: string;
  body: Uint8Array;
  /** Salted hash of who was called, as it is now. */
  customer: string;
  /** ms */
  startedAt: number;
}

/**
 * Puts a corrected body in the place of the stored one, and makes the call pending again. The sender's own content stays known by its hash: the
 * same again changes nothing, other content takes the place of the correction.
 */
export function editBody(sql: SqlStorage, { call, body, customer, startedAt }: EditedBody, now: number): void {
  const { delivery, hash, edited } = sql
    .exec<{ delivery: number; hash: string | null; edited: number }>("SELECT delivery, hash, edited FROM calls WHERE call = ?", call)
    .one();
  const stored = readBody(sql, delivery);
  const asSent = edited === 1 ? hash : stored === null ? hash : hashOfBody(stored);
  sql.exec("UPDATE deliveries SET body = ?, bytes = ? WHERE delivery = ?", body, body.byteLength, delivery);
  sql.exec(
    "UPDATE calls SET edited = 1, hash = ?, customer = ?, started_at = ?, revision = revision + 1 WHERE call = ?",
    asSent,
    customer,
    startedAt,
    call,
  );
  reopen(sql, call, now);
}
