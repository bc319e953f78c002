import type { HubSpot } from "../hubspot/http/client.ts";
import { HubSpotFailure } from "../hubspot/http/failure.ts";
import type { Lookup } from "../hubspot/model/lookup.ts";
import type { Account } from "../hubspot/model/record-url.ts";
import type { Receipt } from "../ledger/settle/receipt.ts";
import { readStoredCall } from "../ledger/views/stored-call.ts";
import { findCandidates } from "../pipeline/find-candidates.ts";
import { type ChooseContext, lookupsOf, whyNotAnew } from "./choose-contact.ts";
import { type Candidate, namedCandidates } from "./reports/candidates.ts";

/** To which contact a call was written, and to which others it may belong. */
export interface ContactsToChoose {
  current: Candidate;
  /** Those that the call's keys lead to today. */
  others: Candidate[];
  /** False: HubSpot was not reached, so there may be others. */
  isComplete: boolean;
}

/** For choosing again. Reads HubSpot, writes nothing. Null: no such call. */
export async function contactsToChoose(
  context: ChooseContext,
  call: string,
  account: Account | null,
): Promise<ContactsToChoose | { refused: string } | null> {
  const stored = readStoredCall(context.sql, call);
  if (stored === null) return null;
  const written = Object.entries(stored.receipts).find(([, { object, id }]) => object === "contacts" && id !== null);
  const refused = whyNotAnew(stored, written !== undefined);
  if (refused !== null) return { refused };
  const lookups = lookupsOf(context, stored);
  if ("refused" in lookups) return lookups;
  const [record, receipt] = written as [string, Receipt & { id: string }];
  const lookup = lookups.find((each) => each.record === record);
  const found = lookup === undefined ? [] : await idsFor(context.hubspot, lookup);
  const named = await namedCandidates(context.hubspot, account, "contacts", [...new Set([receipt.id, ...(found ?? [])])]);
  return { current: named[0] as Candidate, others: named.slice(1), isComplete: found !== null };
}

/** Every contact that the keys lead to; null: HubSpot was not reached. */
async function idsFor(hubspot: HubSpot | null, lookup: Lookup): Promise<string[] | null> {
  if (hubspot === null) return null;
  try {
    return await findCandidates(hubspot, lookup);
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    return null;
  }
}
