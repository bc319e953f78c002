import { HubSpotFailure } from "../hubspot/http/failure.ts";
import type { HubSpot } from "../hubspot/http/client.ts";
import type { Key, Lookup } from "../hubspot/model/lookup.ts";
import { EMPTY_PORTAL_SCHEMA } from "../hubspot/model/portal-schema.ts";
import { readByIds } from "../hubspot/records/read-records.ts";
import { chooseIdentity } from "../ledger/records/identities.ts";
import { reopen } from "../ledger/queue.ts";
import type { Receipt } from "../ledger/settle/receipt.ts";
import { type StoredCall, heldCallsOf, readStoredCall } from "../ledger/views/stored-call.ts";
import { requestUndo } from "../ledger/asked/undo-queue.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { openAttempt } from "../pipeline/attempt/open-attempt.ts";
import { forgetPortalSchema } from "../portal/schema-cache.ts";

export type Chosen = { chosen: string } | { refused: string };

export interface ChooseContext {
  sql: SqlStorage;
  /** Null while there is no key. */
  hubspot: HubSpot | null;
  mappings: Mapping[];
  hashOf(key: Key): string;
  now(): number;
}

/**
 * An operator says to which contact a call belongs: one of several that match, or, where it was written to the wrong one, another. The choice
 * is remembered for the number (or other value) by which contacts are found, so that this customer's next calls go to the same contact.
 * Null: no such call.
 */
export async function chooseContact(context: ChooseContext, call: string, contact: string): Promise<Chosen | null> {
  const stored = readStoredCall(context.sql, call);
  if (stored === null) return null;
  const records = JSON.parse(stored.records) as Record<string, Receipt>;
  const contested = contestedIn(records);
  if (stored.status === "held" && contested !== undefined) {
    const candidates = contested[1].candidates ?? [];
    if (!candidates.includes(contact)) return { refused: `Choose one of the contacts that match: ${candidates.join(", ")}.` };
    return chooseFirst(context, stored, contested[0], contact);
  }
  return chooseAnew(context, stored, records, contact);
}

/** Of a call that waits for the choice. */
function chooseFirst(context: ChooseContext, stored: StoredCall, record: string, contact: string): Chosen {
  const { sql, hashOf, now } = context;
  const lookups = lookupsOf(context, stored);
  if ("refused" in lookups) return lookups;
  // An address is one contact's alone: it was not by one that several were found.
  const keys = keysOf(lookups, record).filter(({ match }) => match !== "email");
  for (const key of keys) chooseIdentity(sql, hashOf(key), contact, "chosen");
  for (const waiting of [stored.call, ...alsoWaiting(sql, stored)]) reopen(sql, waiting, now());
  forgetPortalSchema(sql);
  return { chosen: contact };
}

/** Of a call that was written, or written and undone: what stands is moved, then it is written to the contact that was chosen. */
async function chooseAnew(context: ChooseContext, stored: StoredCall, records: Record<string, Receipt>, contact: string): Promise<Chosen> {
  const { sql, hashOf, now } = context;
  const written = Object.entries(records).find(([, { object, id }]) => object === "contacts" && id !== null);
  const refused = whyNotAnew(stored, written !== undefined) ?? (await whyNotThisContact(context, contact));
  if (refused !== null) return { refused };
  const lookups = lookupsOf(context, stored);
  if ("refused" in lookups) return lookups;
  const [record, receipt] = written as [string, Receipt];
  for (const key of keysOf(lookups, record)) chooseIdentity(sql, hashOf(key), contact, "assigned");
  forgetPortalSchema(sql);
  if (receipt.id === contact && receipt.undone === undefined) return { chosen: contact };
  if (receipt.undone !== undefined) reopen(sql, stored.call, now());
  else requestUndo(sql, stored.call, { do: "move", record, contact, along: reachedThrough(lookups, record) }, now());
  return { chosen: contact };
}

/** Why no other contact can be chosen for a call; null: one can. */
export function whyNotAnew({ status, hasBody }: StoredCall, wasWritten: boolean): string | null {
  if (status === "rejected") return "This delivery was no call: it belongs to no contact.";
  if (status === "pending" || status === "undoing")
    return "The call is on its way into HubSpot. Choose when it is settled, or park it first.";
  if (!wasWritten) return "This call does not wait for a choice, and has been written to no contact.";
  if (!hasBody)
    return "The call's body has been erased (RETENTION_DAYS), so it cannot be written to another contact. Have OtoniStark resend its webhook.";
  return null;
}

/** Null: HubSpot has this contact. */
async function whyNotThisContact({ hubspot }: ChooseContext, contact: string): Promise<string | null> {
  if (hubspot === null)
    return "HUBSPOT_ACCESS_TOKEN is not set, so it cannot be seen whether HubSpot has this contact. Set it, then choose.";
  try {
    const found = await readByIds(hubspot, "contacts", [contact], []);
    return found.get(contact)?.id === contact
      ? null
      : "HubSpot has no contact of this id. Open the right contact: its id is the number in its address.";
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    return error.failure.reason === "refused"
      ? "HubSpot has no contact of this id. Open the right contact: its id is the number in its address."
      : "HubSpot did not say whether it has this contact. Choose again when it answers; nothing was changed.";
  }
}

/** What the call is to be found by, by today's mapping. */
export function lookupsOf({ sql, mappings }: ChooseContext, stored: StoredCall): Lookup[] | { refused: string } {
  const opened = openAttempt(sql, stored, mappings, EMPTY_PORTAL_SCHEMA);
  return "reason" in opened ? { refused: "Today's mappings do not take this call any more: replay it to see why." } : opened.lookups;
}

const keysOf = (lookups: Lookup[], record: string): Key[] => lookups.find((lookup) => lookup.record === record)?.keys ?? [];

/** The records that are only reached through this one, through others too. */
function reachedThrough(lookups: Lookup[], record: string): string[] {
  const next = lookups.filter(({ through }) => through?.record === record).map((lookup) => lookup.record);
  return [
    ...next,
    ...next.flatMap((other) =>
      reachedThrough(
        lookups.filter((lookup) => !next.includes(lookup.record)),
        other,
      ),
    ),
  ];
}

/** The customer's other calls that wait for the same choice. */
function alsoWaiting(sql: SqlStorage, { customer, call }: StoredCall): string[] {
  return heldCallsOf(sql, customer, call)
    .filter(({ records }) => contestedIn(JSON.parse(records)) !== undefined)
    .map((other) => other.call);
}

function contestedIn(records: Record<string, Receipt>): [string, Receipt] | undefined {
  return Object.entries(records).find(([, receipt]) => receipt.object === "contacts" && (receipt.candidates?.length ?? 0) > 1);
}
