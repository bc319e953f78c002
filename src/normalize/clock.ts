/** The minutes of a day. */
export const DAY_MINUTES = 1_440;

/** `9:00` and `18:30` as minutes since midnight; null for what is no time of day. `24:00` is the day's end. */
export function readClock(text: string): number | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  if (hour === undefined || Number(minute) > 59) return null;
  const minutes = Number(hour) * 60 + Number(minute);
  return minutes > DAY_MINUTES ? null : minutes;
}

/** `18:30` */
export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Whether a minute of the day is within: `from` counts, `to` does not. Where `to` is not after `from` it goes over midnight. */
export function isWithin(minute: number, { from, to }: { from: number; to: number }): boolean {
  return from < to ? from <= minute && minute < to : minute >= from || minute < to;
}

/** English, from Sunday, as `WallClock.weekday` counts them. */
export const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
