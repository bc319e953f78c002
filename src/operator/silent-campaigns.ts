/** A campaign's calls of one day: as the ledger counts them. */
interface DayRow {
  /** UTC day number since 1970. */
  day: number;
  campaign: string;
  received: number;
}

const DAY_MS = 86_400_000;
/** So many days in a row make a habit; fewer may be a test. */
const HABIT_DAYS = 5;
/** Looked back over: a silence that nobody minded for so long is none any more. */
export const SILENCE_DAYS = 7;

/**
 * Campaigns that called on each of five days in a row and then on none for a whole day; today (`2026-11-26`, UTC) is not over and does not count.
 * One that has never called at a weekend is only missed once a weekday has gone by. Pure.
 */
export function silentCampaigns(rows: DayRow[], today: string): string[] {
  const thisDay = Math.floor(Date.parse(today) / DAY_MS);
  const byCampaign = Map.groupBy(
    rows.filter(({ campaign, received }) => campaign !== "" && received > 0),
    ({ campaign }) => campaign,
  );
  return [...byCampaign]
    .flatMap(([campaign, days]) => (isSilent(new Set(days.map(({ day }) => day)), thisDay) ? [campaign] : []))
    .toSorted();
}

function isSilent(days: Set<number>, today: number): boolean {
  const last = Math.max(...days);
  const silence = today - last - 1;
  if (silence < 1 || silence > SILENCE_DAYS) return false;
  const habit = Array.from({ length: HABIT_DAYS }, (_, back) => last - back);
  // Whoever calls on weekdays only is missed when a weekday has gone by.
  const restsAtWeekends = !habit.some((day) => isWeekend(day)) && ![...days].some((day) => isWeekend(day));
  const missed = Array.from({ length: silence }, (_, on) => last + 1 + on);
  return habit.every((day) => days.has(day)) && (!restsAtWeekends || missed.some((day) => !isWeekend(day)));
}

/** Day 0 was a Thursday. */
const isWeekend = (day: number): boolean => [0, 6].includes((day + 4) % 7);
