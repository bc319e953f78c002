/**
 * The outbox's tables. Append-only: a released migration is never edited, a new one goes to the end.
 * Every column says who writes it (w) and who reads it (r).
 *
 * Rows cost money, so there are few of them: a call that is accepted, written and settled costs at most ten (index rows count).
 */
export const MIGRATIONS: string[] = [
  `
  -- One row per call, for ever. Without rowid: its key is the call's id, and it needs no second index.
  CREATE TABLE calls (
    call        TEXT PRIMARY KEY,     -- w accept               r everyone. The sender's id; 'rejected-…' for what was no call
    status      TEXT NOT NULL,        -- w accept, settle       r claim, api. pending | waiting (for a contact) | written | skipped | held | rejected
    due_at      INTEGER NOT NULL,     -- w accept, settle       r claim. ms; when a pending call may be tried (again)
    customer    TEXT NOT NULL,        -- w accept               r claim. Short salted hash of who was called: one call per customer at a time
    started_at  INTEGER NOT NULL,     -- w accept               r claim. ms; a customer's calls are written in this order
    delivery    INTEGER NOT NULL,     -- w accept               r claim, erase. The deliveries row with the latest body
    hash        TEXT,                 -- w erase, reject        r accept. SHA-256 of the content, once the body is erased: the same again changes nothing
    revision    INTEGER NOT NULL,     -- w accept               r settle, api. Counts the different contents
    attempts    INTEGER NOT NULL,     -- w intend               r settle, api. Tries of this revision; HubSpot's own trouble does not count
    settled_at  INTEGER,              -- w settle               r api. ms
    mapping     TEXT,                 -- w settle               r api. Name of the mapping that took it
    records     TEXT NOT NULL,        -- w settle, erase, undo  r drain, api. JSON: record name -> Receipt (receipt.ts)
    problem     TEXT,                 -- w settle               r api. JSON: Problem, or null
    note        TEXT,                 -- w settle               r api. Why it was skipped, or what it waits for
    intent      TEXT                  -- w intend, settle       r drain. JSON: what an attempt set out to write; null once it is known what landed
  ) WITHOUT ROWID;
  CREATE INDEX calls_pending ON calls (due_at, customer, started_at) WHERE status = 'pending';
  CREATE INDEX calls_waiting ON calls (due_at) WHERE status = 'waiting';
  CREATE INDEX calls_stuck ON calls (status, delivery) WHERE status IN ('held', 'rejected', 'skipped');

  -- What arrived, newest body of each call, in order of arrival.
  CREATE TABLE deliveries (
    delivery    INTEGER PRIMARY KEY,  -- w accept               r api (order), claim
    call        TEXT NOT NULL,        -- w accept               r api
    received_at INTEGER NOT NULL,     -- w accept               r api, erase. ms
    bytes       INTEGER NOT NULL,     -- w accept               r claim (batches are bounded by bytes), drain. Size as it came
    body        BLOB                  -- w accept, settle, erase r drain. As it came; deflated once its call is settled; null once erased
  );

  -- Who is which contact. Keys are salted hashes: no number and no address is kept here.
  CREATE TABLE people (
    person      TEXT PRIMARY KEY,     -- w settle, choose       r drain. Hash of an e-mail address or a number
    contact     TEXT NOT NULL,        -- w settle, choose       r drain. HubSpot's id
    how         TEXT NOT NULL         -- w settle, choose       r drain. found | created | chosen: a found one is checked again, the others are trusted
  ) WITHOUT ROWID;

  -- Which call wrote which property of a record last, so that a late old call does not move a field back.
  CREATE TABLE fields (
    record      TEXT PRIMARY KEY,     -- w settle               r drain. object/id
    written     TEXT NOT NULL         -- w settle               r drain. JSON: property -> [started_at in ms, call, fingerprint of the value]
  ) WITHOUT ROWID;

  -- The one note (or call, or task) that the attempts for a campaign lead share, where a mapping says \`roll_up: lead\`.
  CREATE TABLE rollups (
    name        TEXT PRIMARY KEY,     -- w settle               r drain. lead/record
    activity    TEXT NOT NULL,        -- w settle               r drain. HubSpot's id
    calls       TEXT NOT NULL         -- w settle               r drain. JSON: call -> started_at in ms
  ) WITHOUT ROWID;

  -- Few values that belong to the portal as a whole.
  CREATE TABLE portal (
    name        TEXT PRIMARY KEY,     -- salt | vocabulary | account | pause
    value       TEXT NOT NULL         -- JSON
  ) WITHOUT ROWID;
  `,
  `
  ALTER TABLE calls ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0; -- w accept, replay, undo, choose, park, erase  r settle, undo. Whoever wrote before it changed speaks of something older
  ALTER TABLE calls ADD COLUMN verb TEXT;                        -- w undo, choose    r undo. JSON: Verb, what an operator asked of a call that is \`undoing\`
  ALTER TABLE calls ADD COLUMN edited INTEGER NOT NULL DEFAULT 0; -- w replay, accept  r accept, erase, api. 1: an operator corrected the body; \`hash\` is that of what the sender sent
  CREATE INDEX calls_undoing ON calls (due_at) WHERE status = 'undoing';
  `,
];

/** Runs what has not run yet. Called in the object's constructor, inside blockConcurrencyWhile. */
export function migrate(storage: DurableObjectStorage): void {
  storage.sql.exec("CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY)");
  const done = storage.sql.exec<{ version: number }>("SELECT coalesce(max(version), 0) AS version FROM migrations").one().version;
  MIGRATIONS.slice(done).forEach((statements, index) => {
    storage.transactionSync(() => {
      storage.sql.exec(statements);
      storage.sql.exec("INSERT INTO migrations (version) VALUES (?)", done + index + 1);
    });
  });
}
