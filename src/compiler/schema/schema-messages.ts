import type { z } from "zod";
import { OBJECTS, OBJECT_OF_NAME } from "../../hubspot/model/objects.ts";
import { found, isGroup, oneOf } from "../describe-value.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Path } from "../source-file.ts";

type Issue = z.core.$ZodIssue;

export function absent(path: Path): string {
  const word = String(path.at(-1));
  const advice =
    word === "records"
      ? "It says what to write in HubSpot, record by record: `contact`, `deal`, `note`, …"
      : "Add it, or remove what needs it.";
  return `\`${word}\` is missing. ${advice}`;
}

export function objectSentence(path: Path, value: unknown): string {
  const name = String(path[1]);
  if (Object.hasOwn(OBJECT_OF_NAME, name))
    return `A record named \`${name}\` is always HubSpot's ${OBJECT_OF_NAME[name]}. Leave \`object\` out, or give the record another name.`;
  if (value === undefined) {
    const near = didYouMean(name, Object.keys(OBJECT_OF_NAME));
    return `\`${name}\` is a name of your own, so it must say what it is in HubSpot, such as \`object: tasks\`.${near}`;
  }
  const near = typeof value === "string" ? didYouMean(value, OBJECTS) : "";
  return `\`object\` is ${oneOf(OBJECTS)}, or a custom object such as \`p12345_visits\`; found ${found(value)}.${near}`;
}

export function sentence(issue: Issue, path: Path, value: unknown, source: string): string {
  if (value === null) return nothing(path);
  switch (issue.code) {
    case "invalid_type":
      return `${subject(path)} wants ${WANTED[issue.expected] ?? issue.expected}; found ${found(value)}.${hint(issue.expected, value, source)}`;
    case "invalid_value":
      return `${subject(path)} is ${oneOf(issue.values)}; found ${found(value)}.${guess(issue, value)}`;
    case "too_small":
      return `${subject(path)} is empty. Write what belongs there, or remove the line.`;
    default:
      return `${subject(path)}: ${issue.message}.`;
  }
}

function nothing(path: Path): string {
  const fill = path.at(-1) === "find" ? "Write `find: {}` for whatever hangs on the contact" : "Write a value";
  return `Nothing stands after \`${path.at(-1)}:\`. ${fill}, or remove the line.`;
}

const WANTED: Record<string, string> = {
  string: "a text",
  number: "a number",
  boolean: "`true` or `false`",
  object: "lines of `name: value` below it",
  record: "lines of `name: value` below it",
  array: "a list, one line for each, beginning with `- `",
};

function hint(expected: string, value: unknown, source: string): string {
  if (expected === "boolean" && typeof value === "string" && /^(yes|on|y|sim)$/i.test(value)) return " Did you mean `true`?";
  if (expected === "boolean" && typeof value === "string" && /^(no|off|n|não|nao)$/i.test(value)) return " Did you mean `false`?";
  if (expected === "boolean" && typeof value === "string") return didYouMean(value, ["true", "false"]);
  if (expected === "string" && typeof value === "number") return ` Put quotes around it: "${source}".`;
  if (["object", "record"].includes(expected) && typeof value === "string" && /^\w+:\S/.test(value))
    return " After the colon comes a space.";
  if (expected === "array" && isGroup(value)) return " Put `- ` before each of them.";
  if (["object", "record"].includes(expected) && Array.isArray(value)) return " Remove the `- ` at the beginning of its lines.";
  return "";
}

export function guess(issue: Issue, value: unknown): string {
  const words =
    issue.code === "invalid_value"
      ? issue.values
      : issue.code === "invalid_union"
        ? issue.errors.flat().flatMap((one) => (one.code === "invalid_value" ? one.values : []))
        : [];
  if (typeof value !== "string") return "";
  const known = words.map(String);
  const meant = OTHER_WORDS.get(value.toLowerCase());
  return meant && known.includes(meant) ? ` Did you mean \`${meant}\`?` : didYouMean(value, known);
}

/** Choices by the names they have elsewhere. */
const OTHER_WORDS = new Map(
  Object.entries({
    text: "string",
    integer: "number",
    newest: "latest",
    last: "latest",
    first: "oldest",
    exactly_one: "only",
    ask: "hold",
    ignore: "skip",
    fill_if_empty: "if_empty",
    if_blank: "if_empty",
    if_missing: "if_empty",
    always: "overwrite",
    replace: "overwrite",
    add: "append",
    max: "larger",
    later: "forward",
  }),
);

/** What the sentence is about: the word before the colon. */
export function subject(path: Path): string {
  const word = path.findLast((part) => typeof part === "string");
  return typeof path.at(-1) === "number" ? `Each line of \`${word}\`` : word === undefined ? "The file" : `\`${word}\``;
}
