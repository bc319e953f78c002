import { deflateRawSync } from "node:zlib";
import { KeyHasher } from "../../../src/ledger/key-hash.ts";
import { MIGRATIONS } from "../../../src/ledger/schema.ts";
import type { Story } from "../../story.ts";

/** A call as the first release keeps it: one row in `calls`, one in `deliveries`. */
export interface OldCall {
  call: string;
  status: string;
  /** Who was called, as `customerOf` says it. */
  customer?: string;
  dueAt?: number;
  startedAt?: number;
  hash?: string;
  revision?: number;
  attempts?: number;
  settledAt?: number;
  mapping?: string;
  records?: object;
  problem?: object;
  note?: string;
  intent?: object;
  receivedAt: number;
  /** Null: erased. */
  body: string | null;
}

/** Puts an outbox back to where the first release left it, with its data in it, and lets today's release wake up on that. */
export async function asFirstReleaseLeftIt(story: Story, calls: OldCall[], more: string[] = []): Promise<void> {
  await story.inOutbox((_, { storage }) => {
    const { sql } = storage;
    const salt = sql.exec<{ value: string }>("SELECT value FROM portal WHERE name = 'salt'").one().value;
    const tables = sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*'").toArray();
    for (const { name } of tables) sql.exec(`DROP TABLE ${name}`);
    sql.exec("CREATE TABLE migrations (version INTEGER PRIMARY KEY)");
    sql.exec(MIGRATIONS[0] as string);
    sql.exec("INSERT INTO migrations (version) VALUES (1)");
    sql.exec("INSERT INTO portal (name, value) VALUES ('salt', ?)", salt);
    const hasher = new KeyHasher(sql);
    for (const call of calls) insert(sql, { ...call, customer: hasher.customer(call.customer ?? `call:${call.call}`) });
    for (const sentence of more) sql.exec(sentence);
  });
  await story.die();
}

function insert(sql: SqlStorage, old: OldCall): void {
  const bytes = old.body === null ? null : new TextEncoder().encode(old.body);
  // What is settled is deflated.
  const kept = bytes === null || old.status === "pending" ? bytes : new Uint8Array(deflateRawSync(bytes, { level: 1 }));
  const { delivery } = sql
    .exec<{ delivery: number }>(
      "INSERT INTO deliveries (call, received_at, bytes, body) VALUES (?, ?, ?, ?) RETURNING delivery",
      old.call,
      old.receivedAt,
      bytes?.byteLength ?? 100,
      kept,
    )
    .one();
  const json = (value: object | undefined) => (value === undefined ? null : JSON.stringify(value));
  sql.exec(
    `INSERT INTO calls (call, status, due_at, customer, started_at, delivery, hash, revision, attempts, settled_at, mapping, records, problem, note, intent)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    old.call,
    old.status,
    old.dueAt ?? old.receivedAt,
    old.customer ?? "",
    old.startedAt ?? old.receivedAt,
    delivery,
    old.hash ?? null,
    old.revision ?? 1,
    old.attempts ?? 0,
    old.settledAt ?? null,
    old.mapping ?? null,
    JSON.stringify(old.records ?? {}),
    json(old.problem),
    old.note ?? null,
    json(old.intent),
  );
}
