import { found, isGroup } from "../words/describe-value.ts";
import { didYouMean } from "../words/did-you-mean.ts";
import { isTemplate } from "../references.ts";
import type { Scope } from "../scope.ts";
import type { Path, SourceFile } from "../source-file.ts";
import { checkValue } from "./check-values.ts";

type Record_ = Record<string, unknown>;

export function checkActivity(file: SourceFile, scope: Scope, record: Record_, name: string, object: string): void {
  const path = ["records", name];
  checkContent(file, record, path, object);
  if ("at" in record) checkTime(file, scope, record["at"], [...path, "at"]);
  if (typeof record["owner"] === "string") checkOwner(file, scope, record["owner"], [...path, "owner"]);
  if ("on" in record) checkOn(file, scope, record["on"], [...path, "on"]);
  else if (scope.crm.size === 0 && !file.hasProblemBelow(path))
    file.report(
      path,
      `There is no contact, company, deal or ticket in this file that \`${name}\` could be associated with. Add one below \`records:\`.`,
      "key",
    );
  checkOwnProperties(file, record, path);
}

const NEEDED: Record<string, { set: string[]; say: string }> = {
  notes: { set: ["hs_note_body"], say: "A note without a `body` is empty. Add one: `body: |` and the text below it." },
  calls: { set: ["hs_call_body", "hs_call_title"], say: "A call wants a `body`, or a title below `set:` (`hs_call_title`)." },
  tasks: { set: ["hs_task_subject", "hs_task_body"], say: "A task wants a subject below `set:` (`hs_task_subject`), or a `body`." },
};

function checkContent(file: SourceFile, record: Record_, path: Path, object: string): void {
  const needed = NEEDED[object];
  const set = isGroup(record["set"]) ? record["set"] : {};
  const blank = typeof record["body"] === "string" && record["body"].trim() === "";
  if (blank) file.report([...path, "body"], "`body` is blank. Write its text, or remove the line.", "key");
  if (!needed || "body" in record || needed.set.some((property) => property in set) || file.hasProblemBelow(path)) return;
  file.report(path, needed.say, "key");
}

function checkTime(file: SourceFile, scope: Scope, at: unknown, path: Path): void {
  const fixed = isGroup(at) ? at["value"] : at;
  if (typeof fixed === "string" && !isTemplate(fixed) && !/[._]/.test(fixed) && Number.isNaN(Date.parse(fixed)))
    file.report(path, `${found(fixed)} is not a time. Read one (\`{ from: call.ended_at }\`), or write one: \`2026-12-24T09:00\`.`);
  else checkValue(file, scope, at, path, "hs_timestamp");
}

function checkOwner(file: SourceFile, scope: Scope, owner: string, path: Path): void {
  if (owner === "contact") {
    if (!scope.crm.has("contact"))
      file.report(path, "`contact` means the contact's owner, but this file has no record `contact`. Add one, or write an owner's e-mail.");
  } else if (!/^[^\s@{}]+@[^\s@{}]+\.[^\s@{}]+$|^\d+$/.test(owner)) {
    file.report(
      path,
      `\`owner\` is \`contact\` (the contact's owner) or a HubSpot user's e-mail; found ${found(owner)}.${didYouMean(owner, ["contact"])}`,
    );
  }
}

function checkOn(file: SourceFile, scope: Scope, on: unknown, path: Path): void {
  const names = Array.isArray(on) ? on : [on];
  for (const [index, name] of names.entries()) {
    if (typeof name !== "string" || scope.crm.has(name)) continue;
    const here = Array.isArray(on) ? [...path, index] : path;
    if (scope.activities.has(name))
      file.report(
        here,
        `Nothing can be associated with \`${name}\`: it is a note, call or task itself. Name a contact, company, deal or ticket of this file.`,
      );
    else file.report(here, `${found(name)} is not a record of this file.${didYouMean(name, scope.crm) || known(scope)}`);
  }
}

function known(scope: Scope): string {
  return scope.crm.size > 0 ? ` It has ${[...scope.crm].map((name) => `\`${name}\``).join(", ")}.` : " Add it below `records:`.";
}

/** Properties that have a word of their own: set twice, it would be chance which one wins. */
const OWN = new Map(
  Object.entries({ hs_note_body: "body", hs_call_body: "body", hs_task_body: "body", hs_timestamp: "at", hubspot_owner_id: "owner" }),
);

function checkOwnProperties(file: SourceFile, record: Record_, path: Path): void {
  for (const property of Object.keys(isGroup(record["set"]) ? record["set"] : {})) {
    const word = OWN.get(property);
    if (word && word in record)
      file.report([...path, "set", property], `\`${property}\` is what \`${word}:\` writes. Keep one of them.`, "key");
  }
}
