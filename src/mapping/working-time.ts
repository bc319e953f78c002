import { DAY_MINUTES, isWithin } from "../normalize/clock.ts";
import { type WallClock, momentOf, wallClock } from "../normalize/time-zone.ts";
import type { WorkingTime } from "./compiled-mapping.ts";

/** Where a file does not say it: Monday to Friday, all day. */
export const USUAL_WORKING_TIME: WorkingTime = { days: [1, 2, 3, 4, 5], from: 0, to: DAY_MINUTES, holidays: [] };

const DAY_MS = 86_400_000;
/** The longest that a list of holidays may keep a team from work. */
const MOST_DAYS = 750;

/** Whether a clock on the wall shows a time at which the team works. Over midnight the night belongs to the day on which it began. */
export function isWorkingTime(wall: WallClock, working: WorkingTime): boolean {
  const minute = wall.hour * 60 + wall.minute;
  if (!isWithin(minute, working)) return false;
  const isNight = working.to <= working.from && minute < working.to;
  return isWorkingDay(isNight ? dayAfter(wall, -1) : wall, working);
}

/** That minute of the first working day after the day of `time` (ms since 1970) in the zone, as ms; null where there is none within two years. */
export function nextWorkingDay(time: number, minute: number, working: WorkingTime, timezone: string): number | null {
  const today = wallClock(time, timezone);
  for (let days = 1; days <= MOST_DAYS; days++) {
    const day = dayAfter(today, days);
    if (isWorkingDay(day, working)) return momentOf({ ...day, hour: Math.floor(minute / 60), minute: minute % 60, second: 0 }, timezone);
  }
  return null;
}

type Day = Pick<WallClock, "year" | "month" | "day" | "weekday">;

function isWorkingDay({ year, month, day, weekday }: Day, { days, holidays }: WorkingTime): boolean {
  const date = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  return days.includes(weekday) && !holidays.includes(date);
}

/** Of the calendar: no clock is asked. */
function dayAfter({ year, month, day }: Day, days: number): Day {
  const date = new Date(Date.UTC(year, month - 1, day) + days * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), weekday: date.getUTCDay() };
}
