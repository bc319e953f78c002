import type { z } from "zod";
import { NAMES } from "../../call/names.ts";
import { OBJECTS, OBJECT_OF_NAME } from "../../hubspot/model/objects.ts";
import { found, isGroup, oneOf, shortened } from "../words/describe-value.ts";
import { didYouMean } from "../words/did-you-mean.ts";
import { plain } from "../words/plain.ts";
import { didYouMeanWord, wordMeant } from "../words/other-words.ts";
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

const PIPELINE_WORDS = ["pipeline", "stage", "open"];

/** A record of that name could not be told from what the call says. */
export function alreadyMeans(name: string): string {
  return `\`${name}\` already means ${NAMES[name]!.describe.split(";")[0]} in texts and conditions.`;
}

/** The object that such a record most likely is, by the words in it. */
function looksLike(record: unknown): string {
  const { find, set, body } = isGroup(record) ? record : {};
  const properties = isGroup(set) ? Object.keys(set) : [];
  if (properties.some((name) => /^hs_(pipeline_stage|ticket_\w+|pipeline)$/.test(name))) return "tickets";
  if (isGroup(find) && PIPELINE_WORDS.some((word) => word in find)) return "deals";
  if (properties.some((name) => /^(deal\w+|amount|pipeline|closedate)$/.test(name))) return "deals";
  if (properties.some((name) => /^(firstname|lastname|mobilephone|jobtitle|lifecyclestage)$/.test(name))) return "contacts";
  if (properties.some((name) => /^(domain|industry|numberofemployees)$/.test(name))) return "companies";
  return body !== undefined && !properties.some((name) => name.startsWith("hs_task_")) ? "notes" : "tasks";
}

/** `object: deal`, `object: negócios`. */
function objectMeant(value: string): string {
  const meant = wordMeant(value.replace(/s$/, ""), Object.keys(OBJECT_OF_NAME));
  return meant && !didYouMean(value, OBJECTS) ? ` Did you mean \`${OBJECT_OF_NAME[meant]}\`?` : didYouMean(value, OBJECTS);
}

export function objectSentence(path: Path, value: unknown, record: unknown): string {
  const name = String(path[1]);
  if (Object.hasOwn(OBJECT_OF_NAME, name))
    return `A record named \`${name}\` is always HubSpot's ${OBJECT_OF_NAME[name]}. Leave \`object\` out, or give the record another name.`;
  if (value === undefined && name !== "call" && Object.hasOwn(NAMES, name))
    return `${alreadyMeans(name)} Give this record another name, and say what it is in HubSpot: \`object: ${looksLike(record)}\`.`;
  if (value === undefined && Object.hasOwn(OBJECT_OF_NAME, plain(name)))
    return `\`${name}\` is written in small letters: \`${plain(name)}\`.`;
  if (value === undefined) {
    const meant = wordMeant(name, Object.keys(OBJECT_OF_NAME));
    const near = meant ? ` Did you mean \`${meant}\`?` : "";
    return `\`${name}\` is a name of your own, so it must say what it is in HubSpot, such as \`object: ${looksLike(record)}\`.${near}`;
  }
  const near = typeof value === "string" ? objectMeant(value) : "";
  return `\`object\` is ${oneOf(OBJECTS)}, or a custom object such as \`p12345_visits\`; found ${found(value)}.${near}`;
}

export function sentence(issue: Issue, path: Path, value: unknown, source: string): string {
  if (value === null) return nothing(path, source);
  switch (issue.code) {
    case "invalid_type":
      return `${subject(path)} wants ${WANTED[issue.expected] ?? issue.expected}; found ${found(value)}.${hint(issue.expected, value, source, path)}`;
    case "invalid_value":
      return `${subject(path)} is ${oneOf(issue.values)}; found ${found(value)}.${guess(issue, value)}`;
    case "too_small":
      return `${subject(path)} is empty. Write what belongs there, or remove the line.`;
    default:
      return `${subject(path)}: ${issue.message}.`;
  }
}

function nothing(path: Path, source: string): string {
  if (path.at(-1) === "on")
    return "Nothing stands after `on:`. What shall stand alone says `on: none`; else name records, such as `[contact, deal]`.";
  if (/^(?:null|~)$/i.test(source))
    return `YAML takes \`${source}\` for nothing. If it is meant as text, put quotes around it: "${source}".`;
  const fill = path.at(-1) === "find" ? "Write `find: {}` for whatever is associated with the contact" : "Write a value";
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

/** Lists that are easily written as one text. */
const LISTS: Record<string, string> = { days: "[mon, tue, wed, thu, fri]", holidays: "[2026-12-25, 2027-01-01]" };

function hint(expected: string, value: unknown, source: string, path: Path): string {
  if (expected === "boolean" && typeof value === "string" && /^(yes|on|y|sim)$/i.test(value)) return " Did you mean `true`?";
  if (expected === "boolean" && typeof value === "string" && /^(no|off|n|não|nao)$/i.test(value)) return " Did you mean `false`?";
  if (expected === "boolean" && typeof value === "string" && /^(true|false)$/i.test(value)) return " Write it without quotes.";
  if (expected === "boolean" && typeof value === "string") return didYouMean(value, ["true", "false"]);
  if (["object", "record"].includes(expected) && typeof value === "string") return hintForText(value, path);
  if (expected === "array" && typeof value === "string" && path.at(-1) === "find_by")
    return ` Say which property holds it: \`- phone: ${value.includes("{") ? `"${shortened(value)}"` : '"{{ customer_phone }}"'}\`.`;
  const listed = expected === "array" && typeof value === "string" ? LISTS[String(path.at(-1))] : undefined;
  if (listed) return ` Write \`${path.at(-1)}: ${listed}\`.`;
  if (expected === "number" && typeof value === "string" && Number.isFinite(Number(value))) return " Write it without quotes.";
  if (expected === "string" && isGroup(value) && path.at(-2) === "on")
    return ` With association labels there is no list: \`on: { ${Object.keys(value)[0] ?? "company"}: Decision maker }\`.`;
  if (expected === "string" && typeof value === "number" && path.at(-2) === "days") return " Write its name: `mon`, `tue` and so on.";
  if (expected === "string" && typeof value === "number") return ` Put quotes around it: "${source}".`;
  const undashed = expected === "array" && isGroup(value) ? Object.keys(value).find((key) => /^-\S/.test(key)) : undefined;
  if (undashed) return ` After the \`-\` comes a space: \`- ${undashed.slice(1)}: …\`.`;
  if (expected === "array" && isGroup(value)) return " Put `- ` before each of them.";
  if (["object", "record"].includes(expected) && Array.isArray(value))
    return source === "[" ? " Write braces `{ }` in place of the brackets." : " Remove the `- ` at the beginning of its lines.";
  return "";
}

/** Where lines are wanted and a text was found: a condition or an assignment of another language. */
function hintForText(value: string, path: Path): string {
  if (path.at(-1) === "working_time") return ' Write `{ days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00" }`.';
  if (path.at(-1) === "labels") return " Write which variable is called so: `labels: { next_action: Next move }`.";
  if (/^\w+:\S/.test(value)) return " After the colon comes a space.";
  if (/&&|\|\||\b(?:and|or|e|ou|y|o)\b.*[=<>]/.test(value))
    return " Write a line for each: all of them must hold; `any:` takes a list of which one is enough.";
  const [, name, sign = "", compared = ""] = /^([\w.]+)\s*(===?|!==?|>=?|<=?|=)\s*(.+)$/.exec(value.trim()) ?? [];
  if (name) return ` Write \`${name}: ${asTest(sign, compared)}\`.`;
  if (/^[\w.]+$/.test(value)) return ` Write what it must be: \`${value}: true\`, or \`${value}: { exists: true }\`.`;
  if (/^\s*(?:"?\{\{)/.test(value)) return " Say which property holds it: `- phone: …`, `- email: …`.";
  return "";
}

/** `>= 20` as a test. */
export function asTest(sign: string, compared: string): string {
  const value = compared.trim();
  if (sign.startsWith("!")) return `{ not: ${value} }`;
  if (sign.startsWith(">")) return `{ at_least: ${value} }`;
  return sign.startsWith("<") ? `{ at_most: ${value} }` : value;
}

export function guess(issue: Issue, value: unknown): string {
  const words =
    issue.code === "invalid_value"
      ? issue.values
      : issue.code === "invalid_union"
        ? issue.errors.flat().flatMap((one) => (one.code === "invalid_value" ? one.values : []))
        : [];
  if (typeof value !== "string") return "";
  if (words.some((word) => typeof word !== "string" && String(word) === value.trim().toLowerCase())) return " Write it without quotes.";
  return didYouMeanWord(value, words.map(String));
}

/** What the sentence is about: the word before the colon. */
export function subject(path: Path): string {
  const word = path.findLast((part) => typeof part === "string");
  return typeof path.at(-1) === "number" ? `Each line of \`${word}\`` : word === undefined ? "The file" : `\`${word}\``;
}
