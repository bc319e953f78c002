import { bringIdentities } from "../earlier-release/identities.ts";

export interface KnownIdentity {
  contact: string;
  /** `chosen`: by an operator, among those that carry the key. `assigned`: by an operator, whether it carries the key or not. */
  how: "found" | "created" | "chosen" | "assigned";
}

/** As it is stored, for there is a row for each customer for ever: a number for the word, and so much of the key's hash as tells all people apart. */
const HOW = { found: 0, created: 1, chosen: 2, assigned: 3 } as const satisfies Record<KnownIdentity["how"], number>;
const WORDS = Object.keys(HOW) as KnownIdentity["how"][];
const SIGNS = 12;
const BY_A_PERSON = `(${HOW.chosen}, ${HOW.assigned})`;

const personOf = (key: string): string => key.slice(0, SIGNS);

/** What the ledger knows of some people. Keys are salted hashes. */
export function knownIdentities(sql: SqlStorage, keys: string[]): Map<string, KnownIdentity> {
  bringIdentities(sql, keys);
  const rows = sql.exec<{ key: string; contact: string; how: number }>(
    `SELECT ids.value AS key, CAST(i.contact AS TEXT) AS contact, i.how
     FROM json_each(?) ids JOIN identities i ON i.person = substr(ids.value, 1, ${SIGNS})`,
    JSON.stringify(keys),
  );
  return new Map(rows.toArray().map(({ key, contact, how }) => [key, { contact, how: WORDS[how] as KnownIdentity["how"] }]));
}

/** A choice that a person made stays until another is made; one that did not ask for the key asks for it once it is carried. Costs no row where all of it is known. */
export function rememberIdentity(sql: SqlStorage, key: string, { contact, how }: KnownIdentity): void {
  bringIdentities(sql, [key]);
  sql.exec(
    `INSERT INTO identities AS i (person, contact, how) VALUES (?, ?, ?)
     ON CONFLICT (person) DO UPDATE SET contact = excluded.contact, how = iif(i.how IN ${BY_A_PERSON} AND excluded.how <> ${HOW.chosen}, i.how, excluded.how)
     WHERE i.contact <> excluded.contact OR ((i.how NOT IN ${BY_A_PERSON} OR excluded.how = ${HOW.chosen}) AND i.how <> excluded.how)`,
    personOf(key),
    contact,
    HOW[how],
  );
}

/** An operator's choice: stands above all that is found or made, until another is made. */
export function chooseIdentity(sql: SqlStorage, key: string, contact: string, how: "chosen" | "assigned"): void {
  bringIdentities(sql, [key]);
  sql.exec(
    "INSERT INTO identities (person, contact, how) VALUES (?, ?, ?) ON CONFLICT (person) DO UPDATE SET contact = excluded.contact, how = excluded.how",
    personOf(key),
    contact,
    HOW[how],
  );
}

/** What the ledger knew is not there any more. */
export function forgetIdentity(sql: SqlStorage, key: string): void {
  bringIdentities(sql, [key]);
  sql.exec("DELETE FROM identities WHERE person = ?", personOf(key));
}
