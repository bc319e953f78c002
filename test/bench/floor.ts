/**
 * The fewest requests that HubSpot's endpoints allow for a crowd (half known to the portal, half new, nothing known to us): for every 100 calls one search
 * (as many numbers as its 3,000 characters hold), one read of the contacts found, their deals' ids (1,000 a request), the deals, the new
 * contacts, the notes, and the deals' updates; each endpoint filled to its limit.
 */
export function floorOf(calls: number): number {
  const known = calls / 2;
  const fresh = calls / 2;
  return [calls / NUMBERS_A_SEARCH, known / 100, known / 1000, known / 100, fresh / 100, calls / 100, known / 100].reduce(
    (sum, requests) => sum + Math.ceil(requests),
    0,
  );
}

/** Eleven digits, quotes and comma, in two properties, with and without the ninth digit: 54 characters a number. */
const NUMBERS_A_SEARCH = 50;
