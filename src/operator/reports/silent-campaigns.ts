/** A day with calls of a campaign. */
interface CampaignDay {
  /** `2026-11-26` */
  day: string;
  campaign: string;
  received: number;
}

export interface SilentCampaign {
  campaign: string;
  /** When it called last: `2026-11-24`. */
  last_day: string;
}

const DAY_MS = 86_400_000;
/** So many days in a row, weekend included or not, are a habit. */
const DAYS_OF_HABIT = 5;
/** A day that has just begun says nothing yet: the day before must have gone by without a call. */
const SILENT_DAYS = 2;

/** Campaigns that called every day and have gone silent. Pure; `today` as `2026-11-26`. */
export function silentCampaigns(days: CampaignDay[], today: string): SilentCampaign[] {
  const called = Map.groupBy(
    days.filter(({ campaign, received }) => campaign !== "" && received > 0),
    ({ campaign }) => campaign,
  );
  return [...called].flatMap(([campaign, its]) => {
    const last = its
      .map(({ day }) => day)
      .toSorted()
      .at(-1) as string;
    const isSilent = Date.parse(today) - Date.parse(last) >= SILENT_DAYS * DAY_MS;
    return isSilent && hasHabit(new Set(its.map(({ day }) => day)), last) ? [{ campaign, last_day: last }] : [];
  });
}

function hasHabit(days: Set<string>, last: string): boolean {
  return Array.from({ length: DAYS_OF_HABIT }, (_, ago) => new Date(Date.parse(last) - ago * DAY_MS).toISOString().slice(0, 10)).every(
    (day) => days.has(day),
  );
}
