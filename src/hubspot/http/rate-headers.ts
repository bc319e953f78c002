/** What HubSpot's answers say of the portal's allowance; null where they do not. */
export function rateHeaders(headers: Headers | null): {
  max: number | null;
  intervalMs: number | null;
  remaining: number | null;
  dailyRemaining: number | null;
} {
  return {
    max: figure(headers?.get("x-hubspot-ratelimit-max")),
    intervalMs: figure(headers?.get("x-hubspot-ratelimit-interval-milliseconds")),
    remaining: figure(headers?.get("x-hubspot-ratelimit-remaining")),
    dailyRemaining: figure(headers?.get("x-hubspot-ratelimit-daily-remaining")),
  };
}

function figure(text: string | null | undefined): number | null {
  const value = Number(text);
  return text !== null && text !== undefined && text !== "" && Number.isFinite(value) && value >= 0 ? value : null;
}

/** Retry-After in seconds or as a date; null where it says neither. */
export function retryAfterMs(headers: Headers | null, now = Date.now()): number | null {
  const text = headers?.get("retry-after");
  if (!text) return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
