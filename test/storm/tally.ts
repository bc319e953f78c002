import type { Portal } from "../../src/sandbox/portal/portal.ts";
import { type StormCalls, domainOf, emailOf, leadOf, phoneOf } from "./storm-calls.ts";

/** What the portal holds after the storm: each list is empty when all is well. */
export interface Tally {
  /** Calls whose own note is associated with a contact. */
  written: number;
  /** Calls, people, companies and leads of which nothing is there. */
  lost: string[];
  notesDoubled: string[];
  contactsDoubled: string[];
  companiesDoubled: string[];
  sharedNotesDoubled: string[];
}

export function tally(portal: Portal, storm: StormCalls): Tally {
  const calls = Array.from({ length: storm.calls }, (_, call) => call);
  const customers = [...new Set(calls.map((call) => storm.customerOf(call)))];
  const notes = counted(
    portal
      .all("notes")
      .filter(({ id }) => portal.associated("notes", id, "contacts").length > 0)
      .flatMap(markOf),
  );
  const companies = counted(portal.all("companies").map(({ properties }) => `company ${properties["domain"]}`));
  const people = counted(portal.contacts().map((contact) => personOf(contact.properties, storm, customers)));
  const found = new Map([...notes, ...companies, ...people]);
  const wanted = [
    ...calls.map((call) => `Storm ${call}`),
    ...customers.flatMap((customer) => [
      `Lead ${1 + leadOf(customer)}`,
      `company ${domainOf(customer)}`,
      `person ${storm.personOf(customer)}`,
    ]),
  ];
  const doubled = (kind: string) => [...found].filter(([mark, count]) => count > 1 && mark.startsWith(`${kind} `)).map(([mark]) => mark);
  return {
    written: calls.filter((call) => found.has(`Storm ${call}`)).length,
    lost: [...new Set(wanted)].filter((mark) => !found.has(mark)),
    notesDoubled: doubled("Storm"),
    contactsDoubled: doubled("person"),
    companiesDoubled: doubled("company"),
    sharedNotesDoubled: doubled("Lead"),
  };
}

const markOf = ({ properties }: { properties: Record<string, string | null | undefined> }): string[] =>
  /(?:Storm|Lead) \d+/.exec(properties["hs_note_body"] ?? "")?.slice(0, 1) ?? [];

/** Who a contact is, by its address or its number; a contact that is nobody is counted as one that was lost is: by name. */
function personOf(properties: Record<string, string | null | undefined>, storm: StormCalls, customers: number[]): string {
  const digits = (text: string) => text.replace(/\D/g, "").slice(-11);
  const customer = customers.find(
    (one) => digits(phoneOf(one)) === digits(properties["phone"] ?? "") || emailOf(storm.personOf(one)) === properties["email"],
  );
  return customer === undefined ? "person nobody" : `person ${storm.personOf(customer)}`;
}

function counted(marks: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return counts;
}
