import type { z } from "zod";
import { found, isGroup } from "../words/describe-value.ts";
import { wordMeant } from "../words/other-words.ts";
import { isActivity } from "../../hubspot/model/objects.ts";
import { objectOf } from "../scope.ts";
import type { Path, SourceFile } from "../source-file.ts";
import { type MappingInput, mappingFile } from "./mapping-file.ts";
import { absent, guess, objectSentence, sentence, subject } from "./schema-messages.ts";
import { choices, unionBranch } from "./union-branch.ts";
import { unknownWord } from "./unknown-key.ts";

type Issue = z.core.$ZodIssue;

/** Holds the file against the schema. Null when something does not fit; then every part that does is still checked for its meaning. */
export function checkShape(file: SourceFile): MappingInput | null {
  const result = mappingFile.safeParse(file.data);
  if (result.success) return result.data;
  // What seems to be missing may stand there under another name: that is said first, and only that.
  const isKey = (issue: Issue) => issue.code === "unrecognized_keys";
  for (const issue of [...result.error.issues.filter(isKey), ...result.error.issues.filter((one) => !isKey(one))])
    reportIssue(file, issue, []);
  return null;
}

function reportIssue(file: SourceFile, issue: Issue, base: Path): void {
  const path = [...base, ...(issue.path as (string | number)[])];
  const value = at(file.data, path);
  if (issue.code === "invalid_union" && path[2] !== "object" && !(value === null || value === undefined))
    return reportUnion(file, issue, path, value);
  if (issue.code === "unrecognized_keys") return reportKeys(file, issue, path);
  if (path.length === 3 && path[2] === "object")
    return file.report(path, objectSentence(path, value, at(file.data, path.slice(0, 2))), value === undefined ? "key" : "value");
  if (value === undefined) return isMisspelt(file, path) ? undefined : file.report(path, absent(path), "key");
  file.report(path, sentence(issue, path, value, writtenAt(file, path)), value === null ? "key" : "value");
}

/** A scalar as it was written; of a list or group its first character. */
function writtenAt(file: SourceFile, path: Path): string {
  const spot = file.spot(path);
  return spot?.scalar?.source ?? file.text[spot?.value ?? 0] ?? "";
}

/** Whether a word beside it was most likely meant as this one. */
function isMisspelt(file: SourceFile, path: Path): boolean {
  const beside = at(file.data, path.slice(0, -1));
  return isGroup(beside) && Object.keys(beside).some((word) => wordMeant(word, [String(path.at(-1))]) !== null);
}

function reportUnion(file: SourceFile, issue: z.core.$ZodIssueInvalidUnion, path: Path, value: unknown): void {
  const branch = unionBranch(issue);
  if (branch) for (const inner of branch) reportIssue(file, inner, path);
  else if (isValue(path) && path[3] === "hubspot_owner_id" && Array.isArray(value)) file.report(path, ownersInTurn(file, path));
  else if (isValue(path))
    file.report(
      path,
      `\`${path[3]}\` takes one value, or lines such as \`from:\` and \`write:\`; found ${found(value)}. Several options go into one text: \`red;green\`.`,
    );
  else
    file.report(
      path,
      `${subject(path)} is ${choices(issue)}; found ${found(value)}.${asText(file, issue, path, value)}${guess(issue, value)}`,
    );
}

/** A number where only a text may stand. */
function asText(file: SourceFile, issue: z.core.$ZodIssueInvalidUnion, path: Path, value: unknown): string {
  return typeof value === "number" && choices(issue).includes("a text") ? ` Put quotes around it: "${writtenAt(file, path)}".` : "";
}

/** Only who has something to do takes turns. */
function ownersInTurn(file: SourceFile, path: Path): string {
  return isActivity(objectOf(String(path[1]), at(file.data, path.slice(0, 2))))
    ? "Owners who take turns are written with `owner:`, not below `set:`: `owner: [ana@acme.example, bia@acme.example]`."
    : "A record has one owner: write an e-mail, or `{ from: …, map: { … } }` with one e-mail for each value. Turns are taken by the owners of a note, call, task or meeting (`owner: [ana@acme.example, bia@acme.example]`).";
}

function isValue(path: Path): boolean {
  return path[0] === "records" && path[2] === "set" && path.length === 4;
}

function reportKeys(file: SourceFile, issue: z.core.$ZodIssueUnrecognizedKeys, path: Path): void {
  const known = issue.message.split(" ");
  for (const key of issue.keys) {
    file.reportAt(file.spot([...path, key])?.key ?? 0, path, unknownWord(key, known, path, at(file.data, [...path, key])));
  }
}

function at(data: unknown, path: Path): unknown {
  let here = data;
  for (const part of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, part)) return undefined;
    here = (here as Record<string | number, unknown>)[part];
  }
  return here;
}
