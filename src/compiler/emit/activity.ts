import type { ActivityRule, CrmRecordRule, OwnerRule, TimeRule, WorkingTime } from "../../mapping/compiled-mapping.ts";
import { USUAL_WORKING_TIME } from "../../mapping/working-time.ts";
import { readClock } from "../../normalize/clock.ts";
import type { AtInput, OnInput, OwnerInput } from "../schema/activity.ts";
import type { WorkingTimeInput } from "../schema/working-time.ts";
import { dayNumber } from "../words/weekdays.ts";
import { compileSource } from "./to-value.ts";

/** When working time does not say when it begins. */
const USUAL_MINUTE = 9 * 60;

export function compileWorkingTime(words: WorkingTimeInput): WorkingTime {
  const { days, from, to, holidays } = USUAL_WORKING_TIME;
  return {
    days: words.days?.flatMap((day) => dayNumber(day) ?? []) ?? days,
    from: minutesOf(words.from) ?? from,
    to: minutesOf(words.to) ?? to,
    holidays: words.holidays?.map(String) ?? holidays,
  };
}

const minutesOf = (clock: string | number | undefined): number | null => (clock === undefined ? null : readClock(String(clock)));

export function compileTime(words: AtInput, working: WorkingTimeInput | undefined): TimeRule {
  if (typeof words !== "object") return { kind: "source", source: compileSource(words), format: null, otherwise: null };
  const { next, time, otherwise, format = null, write: _write, ...source } = words;
  if (next !== undefined) return { kind: "working_day", minute: minutesOf(time) ?? minutesOf(working?.from) ?? USUAL_MINUTE };
  return {
    kind: "source",
    source: compileSource(source),
    format,
    otherwise: otherwise === undefined ? null : compileTime(otherwise, working),
  };
}

/** `records`: the names of the file's CRM records. */
export function compileOwner(words: OwnerInput, records: ReadonlySet<string>): OwnerRule {
  if (typeof words === "string") return records.has(words) ? { kind: "record", record: words } : { kind: "user", user: words };
  if (Array.isArray(words)) return words.length === 1 ? compileOwner(words[0]!, records) : { kind: "turns", users: words };
  const { map = {}, otherwise, format = null, ...source } = words;
  return {
    kind: "by_value",
    source: compileSource(source),
    format,
    map: Object.fromEntries(Object.entries(map).map(([value, user]) => [value, compileOwner(user, records)])),
    otherwise: otherwise === undefined ? null : compileOwner(otherwise, records),
  };
}

/** `on` of an activity: which records, and by what label. */
export function compileOn(words: OnInput | undefined): Pick<ActivityRule, "on" | "labels"> {
  if (words === undefined) return { on: null };
  if (words === "none") return { on: [] };
  if (typeof words === "string" || Array.isArray(words)) return { on: [words].flat() };
  return { on: Object.keys(words), labels: words };
}

/** The same of a CRM record, which is associated with some anyway. */
export function compileFurther(words: OnInput | undefined): Pick<CrmRecordRule, "on" | "labels"> {
  const { on, ...labels } = compileOn(words);
  return on === null ? {} : { on, ...labels };
}
