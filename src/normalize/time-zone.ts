/** A clock on the wall somewhere. `month` is 1–12, `weekday` 0–6 from Sunday. */
export interface WallClock {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  weekday: number;
}

/** There are some six hundred zones; a template may name anything. */
const MOST_ZONES = 600;
/** Making one costs a hundred times what using it does. */
const formatters = new Map<string, Intl.DateTimeFormat | null>();

/** What a clock shows there at that moment (ms since 1970). A zone that nobody knows counts as UTC. */
export function wallClock(time: number, timezone: string): WallClock {
  const shifted = new Date(time + zoneOffsetMs(time, timezone));
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    weekday: shifted.getUTCDay(),
  };
}

/** Nowhere are clocks changed twice within this. */
const CLOCKS_STAY_MS = 12 * 3_600_000;

/**
 * The moment at which a clock there shows this. Where clocks are put back and it comes twice, the first; where they are put forward and it never
 * comes, as long after the change as it stands after the missing hour's beginning.
 */
export function momentOf(wall: Omit<WallClock, "weekday">, timezone: string): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  const near = asUtc - zoneOffsetMs(asUtc, timezone);
  const offsets = [zoneOffsetMs(near - CLOCKS_STAY_MS, timezone), zoneOffsetMs(near + CLOCKS_STAY_MS, timezone)] as const;
  const fitting = offsets.map((offset) => asUtc - offset).filter((time) => time + zoneOffsetMs(time, timezone) === asUtc);
  return fitting.length > 0 ? Math.min(...fitting) : asUtc - offsets[0];
}

/** Clocks are changed at full quarters of an hour: until the next one an offset holds. */
const QUARTER_MS = 900_000;
const MOST_OFFSETS = 5_000;
const offsets = new Map<string, number>();

/** How far a clock there is ahead of UTC. */
export function zoneOffsetMs(time: number, timezone: string): number {
  const key = `${timezone} ${Math.floor(time / QUARTER_MS)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  const offset = computeOffset(time, timezone);
  offsets.set(key, offset);
  return offset;
}

function computeOffset(time: number, timezone: string): number {
  const formatter = formatterFor(timezone);
  if (formatter === null) return 0;
  const parts: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(time)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour % 24, minute, second) - Math.floor(time / 1000) * 1000;
}

function formatterFor(timezone: string): Intl.DateTimeFormat | null {
  if (timezone === "UTC") return null;
  const known = formatters.get(timezone);
  if (known !== undefined) return known;
  if (formatters.size >= MOST_ZONES) formatters.clear();
  const made = makeFormatter(timezone);
  formatters.set(timezone, made);
  return made;
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat | null {
  const number = "numeric";
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: number,
      month: number,
      day: number,
      hour: number,
      minute: number,
      second: number,
    });
  } catch {
    return null;
  }
}
