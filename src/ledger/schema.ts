/**
 * The ledger's tables. Append-only: a released migration is never edited, a new one goes to the end.
 * Every column says who writes it (w) and who reads it (r).
 *
 * Rows cost money, so there are few of them: a call that is accepted, written, settled and erased costs at most eleven (index rows count).
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
    how         TEXT NOT NULL         -- w settle, choose       r drain. found | created | chosen | assigned: all but the last must still carry what they are found by
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
  -- The earlier release's calls, deliveries and rollups: their rows move into the tables below, a slice at a time (earlier-release/),
  -- and the tables go when they are empty. Renaming costs nothing, however many rows there are.
  ALTER TABLE calls RENAME TO old_calls;
  ALTER TABLE deliveries RENAME TO old_deliveries;
  ALTER TABLE rollups RENAME TO old_rollups;

  -- One small row per call, for ever: what stays when its body and its receipts are erased.
  CREATE TABLE calls (
    call           TEXT PRIMARY KEY,  -- w accept               r everyone. The sender's id, or one of ours: 'rejected-…', 'ID~…'
    of_call        TEXT,              -- w accept               r accept. Where the id is one of ours: the sender's id that was taken, '' for what was no call
    status         TEXT NOT NULL,     -- w accept, settle       r claim, api. pending | waiting (for a contact) | undoing | written | skipped | held | rejected
    epoch          INTEGER NOT NULL,  -- w accept, operator     r settle. Bumped whenever somebody else decides about the call: an attempt that began before is stale
    delivery       INTEGER NOT NULL,  -- w accept               r api (order of arrival). Number of the latest body
    shelf          INTEGER NOT NULL,  -- w accept, settle       r everyone who reads the body. With the delivery, the key of its row in bodies
    first_delivery INTEGER NOT NULL,  -- w accept               r counters. Number of the body with which it first came
    received_at    INTEGER NOT NULL,  -- w accept               r api, rematch. ms; when the latest body came
    day            INTEGER NOT NULL,  -- w accept               r counters. UTC day (since 1970) on which it first came
    campaign       TEXT NOT NULL,     -- w accept               r api, counters. The campaign's name, '' without one
    customer       TEXT NOT NULL,     -- w accept               r claim, choose. Short salted hash of who was called: one call per customer at a time
    has_phone      INTEGER NOT NULL,  -- w accept               r accept (same customer?). 1: customer is the hash of a number
    email          TEXT,              -- w accept               r api (filter), accept. Salted hashes of addresses, with spaces between: given ones, '|', those that came up in the call
    lead           TEXT,              -- w accept               r accept. Salted hash of the campaign lead's id
    started_at     INTEGER NOT NULL,  -- w accept               r claim. ms; a customer's calls are written in this order
    changed_at     INTEGER,           -- w accept               r accept. ms; when the sender changed its record last: an earlier body is older
    behind         INTEGER NOT NULL,  -- w accept, settle       r claim. 1: pending behind another call of its customer
    due_at         INTEGER,           -- w settle, operator     r claim. ms; not before then. Null: at once (pending), or nothing is to be done
    revision       INTEGER NOT NULL,  -- w accept               r settle, api. Counts the different contents
    attempts       INTEGER NOT NULL,  -- w settle               r settle, api. Tries of this revision; HubSpot's own trouble does not count
    settled_at     INTEGER,           -- w settle               r api. ms
    mapping        TEXT,              -- w settle               r api, counters. Name of the mapping that took it
    code           TEXT,              -- w settle, accept       r api (filter). The problem's code
    warned         TEXT,              -- w settle               r api (filter). Codes of its warnings, with spaces around each; null: none
    edited         INTEGER NOT NULL DEFAULT 0, -- w replay      r api. 1: an operator corrected the body
    action         TEXT,              -- w operator             r api (filter). The bulk action that touched it last
    verb           TEXT,              -- w operator             r operator. JSON: what an operator asked to be done with it (undo, move)
    hash           BLOB,              -- w settle, reject       r accept. The first 8 bytes of the SHA-256 of the content (16 of what is no call, and in earlier rows): the same again changes nothing
    said           TEXT,              -- w undo                 r api. JSON: problem and note of a call whose receipts had been erased before
    traces         BLOB               -- w settle, undo               r accept, api. What stays of the receipts when they are erased, packed (traces.ts)
  ) WITHOUT ROWID;
  -- A customer's queue, and those of its calls that wait for a contact or a choice.
  CREATE INDEX calls_of_customer ON calls (customer, status, behind, started_at) WHERE status = 'pending' OR status = 'waiting' OR status = 'held';
  -- Lists by status and, merged, by arrival. Pending calls are listed by their bodies' rows.
  CREATE INDEX calls_by_status ON calls (status, delivery) WHERE status <> 'pending';
  CREATE INDEX calls_due ON calls (status, due_at) WHERE due_at IS NOT NULL;

  -- Bodies and receipts that are there; erasing deletes rows and nothing else. In order of arrival on each shelf (bodies.ts).
  CREATE TABLE bodies (
    slot           INTEGER PRIMARY KEY, -- w accept, settle     r everyone. Shelf and delivery in one number
    call           TEXT NOT NULL,     -- w accept               r claim, api
    received_at    INTEGER NOT NULL,  -- w accept               r erase. ms
    weight         INTEGER NOT NULL,  -- w accept               r claim (batches are bounded by it). Bytes that the body takes once it is parsed
    packing        INTEGER NOT NULL,  -- w accept, settle       r everyone who reads the body. 0 as it came, 1 deflated, 2 brotli, 3 deflated with what bodies have in common, 4 so with its turns in columns
    receipt        BLOB,              -- w settle, undo, erase  r drain, api. JSON: StoredReceipt (receipt.ts), as text, or brotli once settled; null: nothing yet
    intent         TEXT,              -- w intend, settle       r drain. JSON: what an attempt set out to write; null once it is known what landed
    body           BLOB NOT NULL      -- w accept, settle       r drain
  );

  -- Calls as the balance shows them. Pending = received minus the others. Flushed a batch at a time (counters.ts).
  CREATE TABLE counts (
    day            INTEGER NOT NULL,  -- w accept, settle       r balance, health. UTC day (since 1970) on which the calls first came
    campaign       TEXT NOT NULL,     -- w accept, settle       r balance
    received       INTEGER NOT NULL,
    written        INTEGER NOT NULL,
    skipped        INTEGER NOT NULL,
    held           INTEGER NOT NULL,
    rejected       INTEGER NOT NULL,
    mappings       TEXT NOT NULL,     -- w settle               r api. JSON: mapping -> calls that it took
    counted_to     INTEGER NOT NULL,  -- w accept, settle       r awakening. Calls that first came with a later delivery than any such number are not counted here yet
    PRIMARY KEY (day, campaign)
  ) WITHOUT ROWID;

  -- Which calls used a record, the latest fifty: what it means for others when one of them is undone.
  ALTER TABLE fields ADD COLUMN calls TEXT; -- w settle           r undo, api. JSON: calls, the latest last; '…' first where there were more

  -- The one note (or call, or task) that several calls share: the attempts for a lead, or one customer's open question.
  CREATE TABLE shared_activities (
    name           TEXT PRIMARY KEY,  -- w settle               r drain. lead/record, or customer/record
    activity       TEXT NOT NULL,     -- w settle               r drain. HubSpot's id
    attempts       INTEGER NOT NULL,  -- w settle               r drain. How many calls share it
    latest_call    TEXT NOT NULL,     -- w settle               r drain. The one of them that began last
    latest_at      INTEGER NOT NULL,  -- w settle               r drain. ms; when it began
    lines          TEXT NOT NULL      -- w settle               r drain. JSON: the last few calls that wrote it, whose receipts tell their lines; in earlier rows the lines' hashes, a list each
  ) WITHOUT ROWID;
  CREATE TABLE shared_attempts (
    name           TEXT NOT NULL,     -- w settle               r drain. As in shared_activities
    started_at     INTEGER NOT NULL,  -- w settle               r drain. ms
    call           TEXT NOT NULL,     -- w settle               r drain
    PRIMARY KEY (name, started_at, call)
  ) WITHOUT ROWID;
  `,
  `
  -- Operators' deeds over many calls, for ever: there are few of them.
  CREATE TABLE actions (
    action         TEXT PRIMARY KEY,  -- w action               r api, action. A short random id
    started_at     INTEGER NOT NULL,  -- w action               r action. ms; they are done one after the other
    active         INTEGER NOT NULL,  -- w action               r action. 1 until it has come to its end
    state          TEXT NOT NULL      -- w action               r api, action. JSON: Action (actions.ts), ids and counts
  ) WITHOUT ROWID;
  CREATE INDEX actions_active ON actions (started_at) WHERE active = 1;
  `,
  `
  -- Who did what, for ever: a line an operator's deed.
  CREATE TABLE audit (
    entry          INTEGER PRIMARY KEY,  -- w audit             r api, console. In order
    at             INTEGER NOT NULL,     -- w audit             r api, console. ms
    who            TEXT NOT NULL,        -- w audit             r api, console. The token's name, which tells nothing of the token
    did            TEXT NOT NULL,        -- w audit             r api, console. replay | correct | choose | undo | park | pause | …
    call           TEXT                  -- w audit             r console. To which call; null: to none alone
  );
  CREATE INDEX audit_of_call ON audit (call, entry) WHERE call IS NOT NULL;
  `,
  `
  -- Owners who take turns: how many calls have been given out by a list of them, so that the next one is the next one's.
  CREATE TABLE turns (
    name           TEXT PRIMARY KEY,  -- w begin                r begin. mapping/record/owners' ids
    taken          INTEGER NOT NULL   -- w begin                r begin
  ) WITHOUT ROWID;
  `,
  `
  -- Calls whose turn does not come by itself (held, skipped, being undone) although it is not known what their last attempt wrote. There are few of
  -- them; one that is known by now stands here until the next awakening.
  CREATE TABLE unfinished (
    call           TEXT PRIMARY KEY   -- w settle, awakening    r awakening
  ) WITHOUT ROWID;
  -- Those that are held: the last of the shelves.
  INSERT INTO unfinished (call) SELECT call FROM bodies WHERE slot >= 4 * 1099511627776 AND intent IS NOT NULL;
  `,
  `
  -- Calls with warnings are listed without a row more for any: within a status they stand apart.
  DROP INDEX calls_by_status;
  CREATE INDEX calls_by_status ON calls (status, (warned IS NOT NULL), delivery) WHERE status <> 'pending';
  -- Those with a problem, by its code, and those of an action: few calls have either.
  CREATE INDEX calls_by_code ON calls (code, status, delivery) WHERE code IS NOT NULL;
  CREATE INDEX calls_of_action ON calls (action, delivery) WHERE action IS NOT NULL;
  `,
  `
  -- Held calls by their problem's code are counted as they change, so that alerts need not look at each.
  ALTER TABLE counts ADD COLUMN codes TEXT NOT NULL DEFAULT '{}'; -- w accept, settle       r alerts. JSON: code ('' without one) -> calls held for it
  UPDATE counts SET codes = held.codes FROM
    (SELECT day, campaign, json_group_object(code, calls) AS codes FROM
      (SELECT day, campaign, coalesce(code, '') AS code, count(*) AS calls FROM calls WHERE status = 'held' AND status <> 'pending' GROUP BY 1, 2, 3)
     GROUP BY day, campaign) AS held
  WHERE counts.day = held.day AND counts.campaign = held.campaign;
  `,
  `
  -- Who is which contact, in two thirds of the room that \`people\` took: its rows move over a slice at a time, and when somebody asks for them
  -- (earlier-release/identities.ts).
  ALTER TABLE people RENAME TO old_people;
  CREATE TABLE identities (
    person         TEXT PRIMARY KEY,  -- w settle, choose       r drain. The first 12 signs (72 bits) of the salted hash of an e-mail address or a number
    contact        INTEGER NOT NULL,  -- w settle, choose       r drain. HubSpot's id
    how            INTEGER NOT NULL   -- w settle, choose       r drain. 0 found | 1 created | 2 chosen | 3 assigned: all but the last must still carry what they are found by
  ) WITHOUT ROWID;
  `,
  `
  -- Few calls are on their way at a time, mostly: those that come then stand alone (alone.ts), and not here.
  DROP INDEX calls_of_customer;
  CREATE INDEX calls_of_customer ON calls (customer, status, behind, started_at)
    WHERE shelf >= 0 AND (status = 'pending' OR status = 'waiting' OR status = 'held');
  `,
  `
  -- What all the attempts know that share an activity stands with the one of them that began last: each costs a row less. The rows of
  -- \`shared_activities\` move over when somebody asks for them (earlier-release/shared-activities.ts). Which calls used such an activity is
  -- told in \`fields\` by the name under which they share it: {"shared": name}.
  --   activity                       -- w settle               r drain. HubSpot's id; null: not the one that began last, as far as was known then
  --   attempts                       -- w settle               r drain. How many calls share it; null as above
  --   lines                          -- w settle               r drain. JSON: whose receipts tell the lines that stand in it, or their hashes, a list each; null: this call's does
  ALTER TABLE shared_attempts ADD COLUMN activity TEXT;
  ALTER TABLE shared_attempts ADD COLUMN attempts INTEGER;
  ALTER TABLE shared_attempts ADD COLUMN lines TEXT;
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
  if (done === 0) for (const table of ["old_calls", "old_deliveries", "old_people"]) storage.sql.exec(`DROP TABLE ${table}`);
}
