/** What HubSpot's answers say of an allowance; null where they do not, or where it cannot be. */
export interface RateHeaders {
  max: number | null;
  intervalMs: number | null;
  remaining: number | null;
  dailyRemaining: number | null;
}

/** The largest that HubSpot sells is 250 in ten seconds. Beyond these a header is somebody's mistake. */
const LARGEST_MAX = 2_000;
const SHORTEST_INTERVAL_MS = 1_000;
const LONGEST_INTERVAL_MS = 60_000;

export function rateHeaders(headers: Headers | null): RateHeaders {
  const figure = (name: string) => figureIn(headers?.get(name));
  return {
    max: within(figure("x-hubspot-ratelimit-max"), 1, LARGEST_MAX),
    intervalMs: within(figure("x-hubspot-ratelimit-interval-milliseconds"), SHORTEST_INTERVAL_MS, LONGEST_INTERVAL_MS),
    remaining: figure("x-hubspot-ratelimit-remaining"),
    dailyRemaining: figure("x-hubspot-ratelimit-daily-remaining"),
  };
}

const within = (value: number | null, least: number, most: number): number | null =>
  value !== null && value >= least && value <= most ? value : null;

function figureIn(text: string | null | undefined): number | null {
  const value = Number(text);
  return text !== null && text !== undefined && text !== "" && Number.isFinite(value) && value >= 0 ? value : null;
}

/** Retry-After in seconds or as a date, in ms from now; null where it says neither. */
export function retryAfterMs(headers: Headers | null, now: number): number | null {
  const text = headers?.get("retry-after");
  if (!text) return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
