/**
 * The fewest requests that HubSpot's endpoints allow for a crowd (half known to the portal, half new, nothing known to us): searches filled to
 * their 3,000 characters, one read of the contacts found, their deals' ids (1,000 a request), the deals, the new contacts, the notes, and
 * the deals' updates; each endpoint filled to its limit.
 */
export function floorOf(calls: number): { requests: number; seconds(per10s: number): number } {
  const half = calls / 2;
  const searches = Math.ceil(calls / NUMBERS_A_SEARCH) + Math.ceil(half / NUMBERS_A_SEARCH);
  const others = [half / 100, half / 1000, half / 100, half / 100, calls / 100, half / 100].reduce(
    (sum, requests) => sum + Math.ceil(requests),
    0,
  );
  const requests = searches + others;
  return { requests, seconds: (per10s) => Math.max((requests / per10s) * 10, searches / SEARCHES_A_SECOND) };
}

/** Eleven digits, quotes and comma, in two properties: 28 characters a number. Those not found are searched for again without the ninth digit. */
const NUMBERS_A_SEARCH = 97;
const SEARCHES_A_SECOND = 5;
