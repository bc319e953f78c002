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
const INPUTS_WITH_HISTORY = 50;
const ASSOCIATION_INPUTS = 1_000;
const SEARCHES_A_SECOND = 5;
const SEARCH_CHARACTERS = 3_000;
/** Of a search for nothing, with the two groups that its values need. */
const AROUND_THE_VALUES = 290;

/** A contact with its deals' ids, the deals, then all that is written of a known customer goes at once. */
const AFTER_A_SEARCH = 3;

const batches = (count: number, size = INPUTS): number => Math.ceil(count / size);

/**
 * For a crowd, half known to the portal and half new, of which the ledger knows nothing: searches, one read of the contacts found, their deals' ids, the
 * deals, whose next steps are empty, the new contacts, the notes, and the deals' updates.
 */
export function floorOf(phones: Phone[], isKnown: (index: number) => boolean): Floor {
  const known = phones.filter((_, index) => isKnown(index)).length;
  const searches = searchesFor(phones, isKnown);
  const others = 2 * batches(known) + batches(phones.length - known) + batches(phones.length) + batches(known);
  return floor(searches, others, batches(known, ASSOCIATION_INPUTS));
}

/** For customers whom the ledger knows, `withDeal` of them with an open deal whose next step is filled, so that it is read with its history: no search. */
export function floorOfKnown(calls: number, withDeal: number): Floor {
  return floor(0, 2 * batches(calls) + batches(withDeal, INPUTS_WITH_HISTORY) + batches(withDeal), batches(calls, ASSOCIATION_INPUTS));
}

/**
 * Whoever stands in `phone` is found by that alone. That somebody is new shows only when both properties were looked through, by the number's other
 * spellings too. How the portal reads numbers typed without their + is known here; the connector must find out.
 */
function searchesFor(phones: Phone[], isKnown: (index: number) => boolean): number {
  const characters = phones.reduce((sum, phone, index) => {
    const { own, spellings } = searchForms(phone);
    const all = [own, ...spellings].reduce((total, form) => total + inJson(form), 0);
    return sum + (isKnown(index) ? inJson(own) : 2 * all);
  }, 0);
  return batches(characters, SEARCH_CHARACTERS - AROUND_THE_VALUES);
}

/** With quotes and comma. */
const inJson = (form: string): number => form.length + 3;

/**
 * Rolling windows: what fits into the first goes at once. But what a search leads to cannot be read or written before it: the other requests go as the
 * searches go, and where ten seconds of searches lead to more than ten seconds of requests, those are what is waited for. At the end come the
 * reads and writes of the last that was found, one after the other.
 */
function floor(searches: number, others: number, associations: number): Floor {
  const requests = searches + others + associations;
  /** Seconds; when the search of that number goes at the earliest. */
  const searchedBy = (search: number) => Math.max(0, Math.floor(search / SEARCHES_A_SECOND));
  const steps = searches > 0 ? 1 + AFTER_A_SEARCH : AFTER_A_SEARCH;
  return {
    requests,
    searches,
    seconds: (per10s, latencyMs) => {
      const sentAt: number[] = [];
      for (let index = 0; index < others; index++)
        sentAt.push(Math.max(searchedBy((index * searches) / others), (sentAt[index - per10s] ?? Number.NEGATIVE_INFINITY) + 10));
      return Math.max(searchedBy(searches - 1), sentAt.at(-1) ?? 0) + (steps * latencyMs) / 1000;
    },
  };
}
