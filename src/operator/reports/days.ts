import { DAY_MS } from "../../ledger/counters.ts";

/** What is shown where nobody says for when. */
const DAYS_SHOWN = 14;

/** The days that were asked for, as moments (ms) in them; the last fortnight where nothing was. `bad` says what is wrong. Days are UTC's. */
export function readDays(
  given: { from?: string | undefined; to?: string | undefined },
  now: number,
): { from: number; to: number } | { bad: string } {
  for (const [name, text] of Object.entries(given))
    if (text && Number.isNaN(dayIn(text))) return { bad: `\`${name}\` is a day such as 2026-11-26.` };
  const to = given.to ? dayIn(given.to) : given.from ? Math.max(now, dayIn(given.from)) : now;
  const from = given.from ? dayIn(given.from) : to - (DAYS_SHOWN - 1) * DAY_MS;
  return from > to ? { bad: "`from` lies after `to`." } : { from, to };
}

/** A time of day may follow: the day it is in counts. */
function dayIn(text: string): number {
  return /^\d{4}-\d{2}-\d{2}(?:T[\d:.]*(?:Z|[+ -]\d{2}:?\d{2})?)?$/.test(text) ? Date.parse(text.slice(0, 10)) : Number.NaN;
}
