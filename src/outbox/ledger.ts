import type { Problem } from "../problem.ts";
import type { Intent, Receipt, Status } from "./receipt.ts";

export interface KnownPerson {
  contact: string;
  how: "found" | "created" | "chosen";
}

/** What the ledger knows of some people. Keys are salted hashes. */
export function knownPeople(sql: SqlStorage, people: string[]): Map<string, KnownPerson> {
  const rows = sql.exec<{ person: string; contact: string; how: KnownPerson["how"] }>(
    "SELECT person, contact, how FROM people WHERE person IN (SELECT value FROM json_each(?))",
    JSON.stringify(people),
  );
  return new Map(rows.toArray().map(({ person, contact, how }) => [person, { contact, how }]));
}

/** A choice that a person made stays until another is made. */
export function rememberPerson(sql: SqlStorage, person: string, { contact, how }: KnownPerson): void {
  sql.exec(
    `INSERT INTO people (person, contact, how) VALUES (?, ?, ?)
     ON CONFLICT (person) DO UPDATE SET contact = excluded.contact, how = CASE WHEN people.how = 'chosen' THEN 'chosen' ELSE excluded.how END`,
    person,
    contact,
    how,
  );
}

/** What the ledger knew is not there any more. */
export function forgetPerson(sql: SqlStorage, person: string): void {
  sql.exec("DELETE FROM people WHERE person = ?", person);
}

/** Property -> when the call began that wrote it last (ms), that call, and the value's fingerprint. */
export type Written = Record<string, [startedAt: number, call: string, value?: number]>;

export function readFields(sql: SqlStorage, records: string[]): Map<string, Written> {
  const rows = sql.exec<{ record: string; written: string }>(
    "SELECT record, written FROM fields WHERE record IN (SELECT value FROM json_each(?))",
    JSON.stringify(records),
  );
  return new Map(rows.toArray().map(({ record, written }) => [record, JSON.parse(written) as Written]));
}

export function rememberFields(sql: SqlStorage, record: string, written: Written): void {
  sql.exec(
    "INSERT INTO fields (record, written) VALUES (?, ?) ON CONFLICT (record) DO UPDATE SET written = excluded.written",
    record,
    JSON.stringify(written),
  );
}

/** A merged record's survivor has what calls wrote to it. */
export function moveFields(sql: SqlStorage, from: string, to: string): void {
  const fields = readFields(sql, [from, to]);
  const old = fields.get(from);
  if (old === undefined) return;
  const written = { ...old };
  for (const [property, entry] of Object.entries(fields.get(to) ?? {}))
    if (entry[0] >= (written[property]?.[0] ?? 0)) written[property] = entry;
  rememberFields(sql, to, written);
}

/** Keeps what an attempt sets out to write, before its first request goes out. */
export function intend(sql: SqlStorage, call: string, intent: Intent): void {
  sql.exec("UPDATE calls SET intent = ? WHERE call = ?", JSON.stringify(intent), call);
}

export function keepReceipts(sql: SqlStorage, call: string, records: Record<string, Receipt>): void {
  sql.exec("UPDATE calls SET records = ? WHERE call = ?", JSON.stringify(records), call);
}

export interface Settlement {
  call: string;
  /** The revision that was written: a newer one that came in meanwhile stays pending. */
  revision: number;
  status: Status;
  /** ms; when a pending call is tried again. */
  dueAt: number;
  mapping: string | null;
  records: Record<string, Receipt>;
  problem: Problem | null;
  note: string | null;
  intent: Intent | null;
  /** False where only HubSpot's own trouble was in the way. */
  countsAsAttempt: boolean;
}

export function settle(sql: SqlStorage, now: number, s: Settlement): void {
  const done = s.status === "pending" ? null : now;
  sql.exec(
    `UPDATE calls SET records = ?1, intent = ?2, mapping = ?3, attempts = attempts + ?4,
       status = iif(revision = ?5, ?6, status), due_at = iif(revision = ?5, ?7, due_at), settled_at = iif(revision = ?5, ?8, settled_at),
       problem = iif(revision = ?5, ?9, problem), note = iif(revision = ?5, ?10, note)
     WHERE call = ?11`,
    JSON.stringify(s.records),
    s.intent === null ? null : JSON.stringify(s.intent),
    s.mapping,
    s.countsAsAttempt ? 1 : 0,
    s.revision,
    s.status,
    s.dueAt,
    done,
    s.problem === null ? null : JSON.stringify(s.problem),
    s.note,
    s.call,
  );
}

/** Few values that belong to the portal as a whole. */
export function readPortal<T>(sql: SqlStorage, name: string): T | null {
  const row = sql.exec<{ value: string }>("SELECT value FROM portal WHERE name = ?", name).toArray()[0];
  return row === undefined ? null : (JSON.parse(row.value) as T);
}

export function writePortal(sql: SqlStorage, name: string, value: unknown): void {
  if (value === null) sql.exec("DELETE FROM portal WHERE name = ?", name);
  else
    sql.exec(
      "INSERT INTO portal (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      name,
      JSON.stringify(value),
    );
}
