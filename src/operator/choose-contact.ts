import type { Key } from "../hubspot/model/lookup.ts";
import { EMPTY_PORTAL_SCHEMA } from "../hubspot/model/portal-schema.ts";
import { readBody } from "../ledger/bodies.ts";
import { type Claimed, reopen } from "../ledger/queue.ts";
import type { Receipt } from "../ledger/receipt.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { openAttempt } from "../pipeline/attempt/attempt.ts";
import { forgetPortalSchema } from "../portal/schema-cache.ts";

export type Chosen = { chosen: string } | { refused: string };

/**
 * An operator says which of several contacts a held call belongs to. The choice is remembered for the number (or other value) by which
 * they were found, so that this customer's next calls go to the same contact.
 */
export function chooseContact(
  sql: SqlStorage,
  call: string,
  contact: string,
  mappings: Mapping[],
  hashOf: (key: Key) => string,
  now: number,
): Chosen | null {
  const row = sql
    .exec<Record<string, SqlStorageValue>>(
      "SELECT c.*, d.received_at, d.bytes FROM calls c JOIN deliveries d ON d.delivery = c.delivery WHERE c.call = ?",
      call,
    )
    .toArray()[0];
  if (row === undefined) return null;
  const contested = contestedIn(JSON.parse(row["records"] as string));
  if (row["status"] !== "held" || contested === undefined) return { refused: "This call does not wait for a choice." };
  const [name, { candidates = [] }] = contested;
  if (!candidates.includes(contact)) return { refused: `Choose one of the contacts that match: ${candidates.join(", ")}.` };
  const opened = openAttempt(asClaimed(row), readBody(sql, row["delivery"] as number), mappings, EMPTY_PORTAL_SCHEMA);
  if ("status" in opened) return { refused: "Today's mappings do not take this call any more: replay it to see why." };
  const keys = opened.lookups.find(({ record }) => record === name)?.keys ?? [];
  for (const key of keys.filter(({ match }) => match !== "email")) {
    sql.exec(
      "INSERT INTO people (person, contact, how) VALUES (?, ?, 'chosen') ON CONFLICT (person) DO UPDATE SET contact = excluded.contact, how = 'chosen'",
      hashOf(key),
      contact,
    );
  }
  for (const waiting of [call, ...alsoWaiting(sql, row["customer"] as string, call)]) reopen(sql, waiting, now);
  forgetPortalSchema(sql);
  return { chosen: contact };
}

/** The customer's other calls that wait for the same choice. */
function alsoWaiting(sql: SqlStorage, customer: string, call: string): string[] {
  const held = sql
    .exec<{ call: string; records: string }>(
      "SELECT call, records FROM calls WHERE status = 'held' AND customer = ? AND call <> ?",
      customer,
      call,
    )
    .toArray();
  return held.filter(({ records }) => contestedIn(JSON.parse(records)) !== undefined).map((other) => other.call);
}

function contestedIn(records: Record<string, Receipt>): [string, Receipt] | undefined {
  return Object.entries(records).find(([, receipt]) => receipt.object === "contacts" && (receipt.candidates?.length ?? 0) > 1);
}

function asClaimed(row: Record<string, SqlStorageValue>): Claimed {
  return {
    call: row["call"] as string,
    customer: row["customer"] as string,
    delivery: row["delivery"] as number,
    revision: row["revision"] as number,
    attempts: row["attempts"] as number,
    startedAt: row["started_at"] as number,
    receivedAt: row["received_at"] as number,
    bytes: row["bytes"] as number,
    records: row["records"] as string,
    intent: null,
    waiting: false,
  };
}
