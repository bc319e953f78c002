import type { ActivityRule } from "../../mapping/compiled-mapping.ts";
import { readSource } from "../../mapping/evaluate.ts";
import { isBlank } from "../../mapping/paths.ts";
import { momentIn, readDate } from "../../normalize/date.ts";
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
  const { endedAt } = context.call;
  if (rule.timestamp === null) return { at: endedAt, why: null, warning: null };
  let isUnread = false;
  const settings = { ...context.settings, onUnread: () => (isUnread = true) };
  const { value } = readSource(rule.timestamp, { ...context, settings });
  if (isBlank(value) && !isUnread) return { at: endedAt, why: "`at` is blank: the end of the call instead", warning: null };
  const read = readDate(value, context.settings);
  if (read !== null) return { at: momentIn(read, context.settings.timezone), why: null, warning: null };
  return { at: endedAt, why: "`at` is no date: the end of the call instead", warning: unreadable(rule) };
}

function unreadable({ name, at }: ActivityRule): Warning {
  return warningOf({ code: "time_unreadable" }, { record: name, property: "hs_timestamp", rule: at });
}
