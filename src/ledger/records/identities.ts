export interface KnownIdentity {
  contact: string;
  /** `chosen`: by an operator, among those that carry the key. `assigned`: by an operator, whether it carries the key or not. */
  how: "found" | "created" | "chosen" | "assigned";
}

/** What the ledger knows of some people. Keys are salted hashes. */
export function knownIdentities(sql: SqlStorage, people: string[]): Map<string, KnownIdentity> {
  const rows = sql.exec<{ person: string; contact: string; how: KnownIdentity["how"] }>(
    "SELECT person, contact, how FROM people WHERE person IN (SELECT value FROM json_each(?))",
    JSON.stringify(people),
  );
  return new Map(rows.toArray().map(({ person, contact, how }) => [person, { contact, how }]));
}

/** A choice that a person made stays until another is made; one that did not ask for the key asks for it once it is carried. Costs no row where all of it is known. */
export function rememberIdentity(sql: SqlStorage, person: string, { contact, how }: KnownIdentity): void {
  sql.exec(
    `INSERT INTO people (person, contact, how) VALUES (?, ?, ?)
     ON CONFLICT (person) DO UPDATE SET contact = excluded.contact, how = iif(people.how IN ('chosen', 'assigned') AND excluded.how <> 'chosen', people.how, excluded.how)
     WHERE people.contact <> excluded.contact OR ((people.how NOT IN ('chosen', 'assigned') OR excluded.how = 'chosen') AND people.how <> excluded.how)`,
    person,
    contact,
    how,
  );
}

/** An operator's choice: stands above all that is found or made, until another is made. */
export function chooseIdentity(sql: SqlStorage, person: string, contact: string, how: "chosen" | "assigned"): void {
  sql.exec(
    "INSERT INTO people (person, contact, how) VALUES (?, ?, ?) ON CONFLICT (person) DO UPDATE SET contact = excluded.contact, how = excluded.how",
    person,
    contact,
    how,
  );
}

/** What the ledger knew is not there any more. */
export function forgetIdentity(sql: SqlStorage, person: string): void {
  sql.exec("DELETE FROM people WHERE person = ?", person);
}
