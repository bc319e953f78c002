import { readBody, slotOf } from "../bodies/bodies.ts";
import { shortHash } from "../bodies/content-hash.ts";
import type { CustomerKeys } from "../intake/same-customer.ts";
import { pack } from "../bodies/packing.ts";
import { promoteNext, reopen } from "../queue.ts";

/** What an operator made of a call's body. */
export interface EditedBody extends CustomerKeys {
  call: string;
  body: Uint8Array;
  /** ms */
  startedAt: number;
}

/**
 * Puts a corrected body in the place of the stored one, and makes the call pending again. The sender's own content stays known by its hash: the
 * same again changes nothing, other content takes the place of the correction.
 */
export function editBody(sql: SqlStorage, edit: EditedBody, now: number): void {
  const { call, body, startedAt, customer, hasPhone, email, lead } = edit;
  const { shelf, delivery, hash, edited, before } = sql
    .exec<{ shelf: number; delivery: number; hash: ArrayBuffer | null; edited: number; before: string }>(
      "SELECT shelf, delivery, hash, edited, customer AS before FROM calls WHERE call = ?",
      call,
    )
    .one();
  const stored = readBody(sql, delivery);
  const asSent = edited === 1 || stored === null ? hash : shortHash(stored);
  // Packed at once: it may be as large as its row, and there is more in that.
  const packed = pack(body);
  sql.exec(
    "UPDATE bodies SET body = ?, packing = ?, weight = ? WHERE slot = ?",
    packed.body,
    packed.packing,
    body.byteLength,
    slotOf(shelf, delivery),
  );
  sql.exec(
    `UPDATE calls SET edited = 1, hash = ?, customer = ?, has_phone = ?, email = ?, lead = ?, started_at = ?, revision = revision + 1 WHERE call = ?`,
    asSent,
    customer,
    hasPhone ? 1 : 0,
    email,
    lead,
    startedAt,
    call,
  );
  reopen(sql, call, now);
  // It was not the call of whom the others are that stood behind it.
  if (customer !== before) promoteNext(sql, before);
}
