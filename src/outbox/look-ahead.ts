import { HubSpotFailure } from "../hubspot/failure.ts";
import { type PhoneHints, searchAhead } from "../hubspot/find-records.ts";
import type { Key, Lookup } from "../mapping/lookups.ts";
import { CALLS_BETWEEN_BREATHS, type DrainPorts } from "./drain.ts";
import { CALLS_A_WAVE, type Claimed, claim } from "./inbox.ts";
import { knownPeople } from "./ledger.ts";
import { openSafely, type Stop, type Work } from "./work.ts";

/** Search has the narrowest limit: the next wave's numbers are searched for while this wave is on its way. */
export async function searchForNext(
  { storage, hubspot, hashOf, vocabulary, mappings, now, breathe }: DrainPorts,
  current: Claimed[],
): Promise<PhoneHints> {
  const hints: PhoneHints = new Map();
  if (current.length < CALLS_A_WAVE / 2) return hints;
  const taken = new Set(current.map(({ customer }) => customer));
  const next = claim(storage.sql, now(), CALLS_A_WAVE * 2)
    .filter(({ customer, waiting, intent }) => !taken.has(customer) && !waiting && intent === null)
    .slice(0, CALLS_A_WAVE);
  const asked: { lookup: Lookup; key: Key }[] = [];
  for (const [index, call] of next.entries()) {
    if (index % CALLS_BETWEEN_BREATHS === 0) await breathe();
    asked.push(...phoneKeys(openSafely({ storage, mappings, vocabulary }, call)));
  }
  const known = knownPeople(
    storage.sql,
    asked.map(({ key }) => hashOf(key)),
  );
  try {
    await searchAhead(
      hubspot,
      asked.filter(({ key }) => !known.has(hashOf(key))),
      hints,
    );
  } catch (error) {
    // The next wave searches for itself.
    if (!(error instanceof HubSpotFailure)) throw error;
  }
  return hints;
}

function phoneKeys(opened: Work | Stop): { lookup: Lookup; key: Key }[] {
  if ("status" in opened) return [];
  return opened.lookups.flatMap((lookup) => (lookup.keys ?? []).filter(({ match }) => match === "phone").map((key) => ({ lookup, key })));
}
