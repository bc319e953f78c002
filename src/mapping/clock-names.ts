import { clockText, WEEKDAYS } from "../normalize/clock.ts";
import { wallClock } from "../normalize/time-zone.ts";
import type { Mapping } from "./compiled-mapping.ts";
import { withDeclaredTypes } from "./declared-types.ts";
import { isWorkingTime } from "./working-time.ts";

type Names = Record<string, unknown>;
type Part = Pick<Mapping, "variables" | "country" | "timezone" | "workingTime" | "names">;

const CLOCK_NAMES = new Set(["call.weekday", "call.time_of_day", "call.working_time"]);

/** Names that say what a clock in the mapping's zone showed. */
export const isClockName = (name: string): boolean => CLOCK_NAMES.has(name);

/** The call's names as one mapping reads them: its variables by their declared types, and what the clock in its zone showed when the call ended. */
export function namesIn(names: Names, mapping: Part): Names {
  // Most mappings never ask the clock.
  const asksClock = mapping.names.some(isClockName);
  return withDeclaredTypes(asksClock ? withClock(names, mapping) : names, mapping);
}

function withClock(names: Names, { timezone, workingTime }: Part): Names {
  const { call } = names;
  const ended = typeof call === "object" && call !== null ? Date.parse(String((call as Names)["ended_at"])) : Number.NaN;
  if (Number.isNaN(ended)) return names;
  const wall = wallClock(ended, timezone);
  const clock = {
    weekday: WEEKDAYS[wall.weekday],
    time_of_day: clockText(wall.hour * 60 + wall.minute),
    working_time: workingTime === undefined ? null : isWorkingTime(wall, workingTime),
  };
  // What is computed when read (the transcript) stays so.
  const own = Object.defineProperties({}, Object.getOwnPropertyDescriptors(call as object));
  return Object.assign(Object.defineProperties({}, Object.getOwnPropertyDescriptors(names)), { call: Object.assign(own, clock) });
}
