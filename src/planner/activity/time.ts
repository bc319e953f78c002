import { asText } from "../../html/show-value.ts";
import type { ActivityRule, TimeRule } from "../../mapping/compiled-mapping.ts";
import { readSource } from "../../mapping/evaluate.ts";
import { isBlank } from "../../mapping/paths.ts";
import { USUAL_WORKING_TIME, nextWorkingDay } from "../../mapping/working-time.ts";
import { dayOf, momentIn, readMoment } from "../../normalize/date.ts";
import { type Warning, warningOf } from "../../problem/problem.ts";
import type { PlanContext } from "../types.ts";

/** When an activity happened or, of a task, is due (ISO). */
export interface ActivityTime {
  at: string;
  why: string | null;
  warning: Warning | null;
}

/** When the call ended, unless the mapping says another time that can be read. Throws TemplateStopped. */
export function timeOf(rule: ActivityRule, context: PlanContext): ActivityTime {
  return rule.time === null ? atEnd(context, null) : by(rule.time, rule, context);
}

const atEnd = ({ call }: PlanContext, why: string | null): ActivityTime => ({ at: call.endedAt, why, warning: null });

function by(time: TimeRule, rule: ActivityRule, context: PlanContext): ActivityTime {
  return time.kind === "working_day" ? onWorkingDay(time.minute, context) : said(time, rule, context);
}

function onWorkingDay(minute: number, context: PlanContext): ActivityTime {
  const { workingTime = USUAL_WORKING_TIME, timezone } = context.mapping;
  const at = nextWorkingDay(Date.parse(context.call.endedAt), minute, workingTime, timezone);
  if (at === null) return atEnd(context, "two years without a working day: the end of the call instead");
  return { at: new Date(at).toISOString(), why: "the next working day", warning: null };
}

function said(time: Extract<TimeRule, { kind: "source" }>, rule: ActivityRule, context: PlanContext): ActivityTime {
  let isUnread = false;
  const settings = { ...context.settings, onUnread: () => (isUnread = true) };
  const { value } = readSource(time.source, { ...context, settings });
  const instead = (why: string) => otherwise(time, why, rule, context);
  if (isBlank(value) && !isUnread) return instead("`at` is blank");
  const at = momentOf(value, time.format, context);
  if (at !== null) return { at, why: null, warning: null };
  const taken = instead("`at` is no date");
  return { ...taken, warning: unreadable(value, time.otherwise !== null, rule) };
}

/** Of a `date` the time of day is dropped: it is noon of that day. */
function momentOf(value: unknown, format: string | null, { settings }: PlanContext): string | null {
  const read = readMoment(value, settings);
  if (read === null) return null;
  if (format !== "date") return momentIn(read, settings.timezone);
  return momentIn({ time: Date.parse(dayOf(read, settings.timezone)), dateOnly: true }, settings.timezone);
}

function otherwise({ otherwise: other }: Extract<TimeRule, { kind: "source" }>, why: string, rule: ActivityRule, context: PlanContext) {
  if (other === null) return atEnd(context, `${why}: the end of the call instead`);
  return { ...by(other, rule, context), why: `${why}: what \`otherwise\` says instead` };
}

/** A sentence or two are not quoted. */
const MOST_QUOTED = 40;

function unreadable(value: unknown, hasOtherwise: boolean, { name, at }: ActivityRule): Warning {
  const text = asText(value)
    .replace(/[“”\s]+/g, " ")
    .trim();
  const quoted = text === "" || text.length > MOST_QUOTED ? {} : { text };
  return warningOf(
    { code: "time_unreadable", ...(hasOtherwise && { otherwise: true }), ...quoted },
    { record: name, property: "hs_timestamp", rule: at },
  );
}
