import { asText } from "../../html/show-value.ts";
import { readDate } from "../../normalize/date.ts";
import type { OwnFilter } from "./own-filter.ts";
import { type Rendering, renderingOf } from "./settings.ts";
import { strftime } from "./strftime.ts";

const DEFAULT_FORMAT = "%Y-%m-%d %H:%M";
const MINUTE_MS = 60_000;

export const DATE_FILTERS: Record<string, OwnFilter> = {
  date: {
    describe:
      "a date as you like it, in the mapping's time zone: `{{ created_at | date: '%d/%m/%Y %H:%M' }}`; a second value names a language for `%B` and `%A`, or another zone",
    apply(value, format, where) {
      const rendering = renderingOf(this.context);
      const moment = momentOf(value, rendering);
      if (moment === null) return value;
      const place = asText(where);
      const isZone = place === "UTC" || place.includes("/");
      const zone = isZone ? place : moment.dateOnly ? "UTC" : rendering.timezone;
      return strftime(moment.time, asText(format) || DEFAULT_FORMAT, zone, isZone || place === "" ? "en" : place);
    },
  },
  plus_minutes: { describe: "a date so many minutes later: `{{ call.ended_at | plus_minutes: 30 }}`", apply: later(MINUTE_MS) },
  plus_hours: { describe: "a date so many hours later", apply: later(60 * MINUTE_MS) },
  plus_days: { describe: "a date so many days later: when a task is due", apply: later(24 * 60 * MINUTE_MS) },
};

function later(unitMs: number): OwnFilter["apply"] {
  return function (value, count) {
    const moment = momentOf(value, renderingOf(this.context));
    const time = (moment?.time ?? Number.NaN) + Number(asText(count)) * unitMs;
    return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : null;
  };
}

function momentOf(value: unknown, rendering: Rendering): { time: number; dateOnly: boolean } | null {
  if (value === "now" || value === "today") return { time: Date.parse(rendering.now), dateOnly: false };
  return readDate(value, rendering);
}
