import { searchForms } from "../../src/normalize/phone-search-forms.ts";
import type { Phone } from "../../src/normalize/phone-number.ts";

/** The fewest requests that HubSpot's endpoints allow, each filled to its limit, and the least time that its limits leave. */
export interface Floor {
  requests: number;
  searches: number;
  seconds(per10s: number, latencyMs: number): number;
}

/** HubSpot's own bounds. */
const INPUTS = 100;
const ASSOCIATION_INPUTS = 1_000;
const SEARCHES_A_SECOND = 5;
const SEARCH_CHARACTERS = 3_000;
/** Of a search for nothing, with the two groups that its values need. */
const AROUND_THE_VALUES = 290;

/**
 * For a crowd, half known to the portal and half new, of which the ledger knows nothing: searches, one read of the contacts found, their deals' ids, the
 * deals, the new contacts, the notes, and the deals' updates.
 */
export function floorOf(phones: Phone[], isKnown: (index: number) => boolean): Floor {
  const known = phones.filter((_, index) => isKnown(index)).length;
  const searches = searchesFor(phones, isKnown);
  const batches = (count: number, size = INPUTS) => Math.ceil(count / size);
  const others = 2 * batches(known) + batches(phones.length - known) + batches(phones.length) + batches(known);
  return floor(searches, others, batches(known, ASSOCIATION_INPUTS));
}

/** For customers whom the ledger knows, each with an open deal: no search. */
export function floorOfKnown(calls: number): Floor {
  return floor(0, 4 * Math.ceil(calls / INPUTS), Math.ceil(calls / ASSOCIATION_INPUTS));
}

/**
 * Whoever stands in `phone` as HubSpot usually reads it is found by that form alone. That somebody is new shows only when every form was looked for in both
 * properties: those that HubSpot may make of a number typed without its +, and the number's other spellings.
 */
function searchesFor(phones: Phone[], isKnown: (index: number) => boolean): number {
  const characters = phones.reduce((sum, phone, index) => {
    const { own, readings, spellings } = searchForms(phone);
    const all = [own, ...readings, ...spellings].reduce((total, form) => total + inJson(form), 0);
    return sum + (isKnown(index) ? inJson(own) : 2 * all);
  }, 0);
  return Math.ceil(characters / (SEARCH_CHARACTERS - AROUND_THE_VALUES));
}

/** With quotes and comma. */
const inJson = (form: string): number => form.length + 3;

/** Rolling windows: what fits into the first goes at once. At the end come the reads and writes of the last that was found, one after the other. */
function floor(searches: number, others: number, associations: number): Floor {
  const requests = searches + others + associations;
  const windows = (count: number, size: number) => Math.floor(Math.max(0, count - 1) / size);
  const steps = searches > 0 ? 6 : 4;
  return {
    requests,
    searches,
    seconds: (per10s, latencyMs) =>
      Math.max(windows(searches, SEARCHES_A_SECOND), 10 * windows(others, per10s)) + (steps * latencyMs) / 1000,
  };
}
