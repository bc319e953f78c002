import { clockText, readClock } from "../../normalize/clock.ts";
import { clockMeant, clockProblem } from "../words/clock-meant.ts";
import { isGroup } from "../words/describe-value.ts";
import type { Path, SourceFile } from "../source-file.ts";

const INTERVAL = 'Write from when to when: `{ from: "18:00", to: "08:00" }`, over midnight too.';

/** What `call.time_of_day` is compared with: from when to when, or `not` that. */
export function checkTimeOfDay(file: SourceFile, test: unknown, path: Path): void {
  if (isGroup(test) && "not" in test && !("from" in test) && !("to" in test)) return checkTimeOfDay(file, test["not"], [...path, "not"]);
  if (!isGroup(test) || !("from" in test || "to" in test)) return isKnown(test) ? undefined : file.report(path, oneMinute(test), "key");
  const { from, to, ...more } = test;
  const [other] = Object.keys(more);
  if (other) file.report([...path, other], `\`${other}\` does not go with \`from\` and \`to\`. Remove it.`, "key");
  for (const [word, value, missing] of [
    ["from", from, to],
    ["to", to, from],
  ] as const) {
    const problem = value === undefined ? null : clockProblem(word, value, word === "to");
    if (problem) file.report([...path, word], problem);
    if (missing === undefined) file.report([...path, word], bound(word, value), "key");
  }
  const [begin, end] = [from, to].map((value) => (typeof value === "string" ? readClock(value) : null));
  if (begin !== null && begin === end)
    file.report([...path, "to"], "`from` and `to` are the same: that is the whole day. Remove the line.");
}

/** `exists` is answered by other checks. */
const isKnown = (test: unknown): boolean => isGroup(test) && Object.keys(test).length === 1 && "exists" in test;

function bound(word: "from" | "to", value: unknown): string {
  const clock = clockMeant(String(value)) ?? "18:00";
  return word === "from"
    ? `\`from\` wants a \`to\`: \`{ from: "${clock}", to: "24:00" }\` is until midnight.`
    : `\`to\` wants a \`from\`: \`{ from: "00:00", to: "${clock}" }\` is from midnight on.`;
}

/** `call.time_of_day: "18:00"`, `{ at_least: "18:00" }`. */
function oneMinute(test: unknown): string {
  const { at_least: from, at_most: to } = isGroup(test) ? test : {};
  const [begin, end] = [from, to].map((value) => (value === undefined ? null : clockMeant(String(value))));
  if (!begin && !end) return `\`call.time_of_day\` is a minute of the day. ${INTERVAL}`;
  return `\`call.time_of_day\` is asked with \`from\` and \`to\`: \`{ from: "${begin ?? clockText(0)}", to: "${end ?? "24:00"}" }\`.`;
}
