import { readClock } from "../../../normalize/clock.ts";
import { clockMeant, clockProblem } from "../../words/clock-meant.ts";
import { found, isGroup } from "../../words/describe-value.ts";
import { isTemplate } from "../../references.ts";
import type { Scope } from "../../scope.ts";
import type { Path, SourceFile } from "../../source-file.ts";
import { SOURCES, checkFrom, checkSources, checkValue } from "../check-values.ts";

/** An activity's `at`. */
export function checkTime(file: SourceFile, scope: Scope, at: unknown, path: Path): void {
  if (!isGroup(at)) return checkFixedTime(file, scope, at, path);
  if ("next" in at || ("time" in at && !SOURCES.some((word) => word in at))) return checkNext(file, at, path);
  if ("time" in at)
    file.report(
      [...path, "time"],
      "`time` goes with `next: working_day`. A value that is read brings its own time of day. Remove the line.",
      "key",
    );
  checkSources(file, at, path);
  checkFrom(file, at["from"], [...path, "from"]);
  checkFixedTime(file, scope, at["value"], [...path, "value"]);
  if (isGroup(at["otherwise"])) checkNext(file, at["otherwise"], [...path, "otherwise"]);
  else checkFixedTime(file, scope, at["otherwise"], [...path, "otherwise"]);
}

function checkNext(file: SourceFile, words: Record<string, unknown>, path: Path): void {
  const other = [...SOURCES, "otherwise"].find((word) => word in words);
  if (other)
    file.report(
      [...path, other],
      `\`next\` already says when: there always is a next working day. Remove \`${other}\`, or write \`{ from: …, otherwise: { next: working_day } }\`.`,
      "key",
    );
  if (!("next" in words) && !file.hasProblemBelow(path))
    file.report(path, 'It is not said on which day. Add `next: working_day`: `{ next: working_day, time: "09:00" }`.', "key");
  const problem = clockProblem("time", words["time"]);
  if (problem) file.report([...path, "time"], problem);
}

function checkFixedTime(file: SourceFile, scope: Scope, fixed: unknown, path: Path): void {
  if (
    typeof fixed !== "string" ||
    isTemplate(fixed) ||
    (/[._]/.test(fixed) && !/^\w*_day$/.test(fixed)) ||
    !Number.isNaN(Date.parse(fixed))
  )
    return fixed === undefined ? undefined : checkValue(file, scope, fixed, path, "hs_timestamp");
  const clock = readClock(fixed) === null ? (/\d\s*(?:h|[ap]m)/i.test(fixed) ? clockMeant(fixed) : null) : fixed.trim();
  const isWorkingDay =
    /working|business|next day|(?:tomorrow|amanh[ãa]|ma[ñn]ana).*\d|dia [uú]til|pr[oó]ximo dia|d[ií]a h[aá]bil|d[ií]a laborable/i.test(
      fixed,
    );
  const next = `\`{ next: working_day, time: "${clock ?? "09:00"}" }\``;
  if (clock !== null) file.report(path, `${found(fixed)} is only a time of day. For the next working day write ${next}.`);
  else if (isWorkingDay) file.report(path, `${found(fixed)} is not a time. For the next working day write ${next}.`);
  else file.report(path, `${found(fixed)} is not a time. Read one (\`{ from: call.ended_at }\`), or write one: \`2026-12-24T09:00\`.`);
}
