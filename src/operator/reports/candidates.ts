import type { HubSpot } from "../../hubspot/http/client.ts";
import { HubSpotFailure } from "../../hubspot/http/failure.ts";
import { type Account, recordUrl } from "../../hubspot/model/record-url.ts";
import { readByIds } from "../../hubspot/records/read-records.ts";
import type { CallView } from "../view-calls.ts";

/** A record that a held call may belong to. */
export interface Candidate {
  id: string;
  /** As HubSpot shows it; null where it could not be read. */
  name: string | null;
  url: string | null;
}

/** What people know records by; of contacts the e-mail too, for two of one name. */
const NAMED_BY: Record<string, string[]> = {
  contacts: ["firstname", "lastname", "email"],
  companies: ["name", "domain"],
  deals: ["dealname"],
  tickets: ["subject"],
};

/** The records that a call's records may be, by the record's name in the mapping: read from HubSpot now. Its trouble leaves the ids. */
export async function candidatesOf(call: CallView, hubspot: HubSpot | null, account: Account | null): Promise<Record<string, Candidate[]>> {
  const open = Object.entries(call.records).filter(([, { candidates = [] }]) => candidates.length > 0);
  const named = open.map(
    async ([name, { object, candidates = [] }]) => [name, await namedCandidates(hubspot, account, object, candidates)] as const,
  );
  return Object.fromEntries(await Promise.all(named));
}

/** Records by their ids, in that order. */
export async function namedCandidates(
  hubspot: HubSpot | null,
  account: Account | null,
  object: string,
  ids: string[],
): Promise<Candidate[]> {
  const names = await namesOf(hubspot, object, ids);
  return ids.map((id) => ({ id, name: names.get(id) ?? null, url: recordUrl(account, object, id) }));
}

async function namesOf(hubspot: HubSpot | null, object: string, ids: string[]): Promise<Map<string, string>> {
  const properties = NAMED_BY[object] ?? [];
  if (hubspot === null || properties.length === 0) return new Map();
  try {
    const found = await readByIds(hubspot, object, ids, properties);
    return new Map(
      [...found].map(([id, record]) => [
        id,
        properties
          .map((property) => record.properties[property])
          .filter(Boolean)
          .join(" "),
      ]),
    );
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    return new Map();
  }
}
