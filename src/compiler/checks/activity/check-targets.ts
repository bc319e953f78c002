import { found, isGroup } from "../../words/describe-value.ts";
import { wordMeant } from "../../words/other-words.ts";
import { plain } from "../../words/plain.ts";
import type { Scope } from "../../scope.ts";
import type { Path, SourceFile } from "../../source-file.ts";

type Record_ = Record<string, unknown>;

/** An activity's `on`. */
export function checkOn(file: SourceFile, scope: Scope, record: Record_, path: Path): void {
  const { on } = record;
  const here = [...path, "on"];
  if (on === "none") return checkAlone(file, scope, record, path);
  if (Array.isArray(on) && on.includes("none"))
    return file.report([...here, on.indexOf("none")], "`none` stands alone: `on: none`. Or leave it out of the list.");
  checkNames(file, scope, on, here, "It stands alone: `on: none`.");
}

/** A CRM record's `on`. */
export function checkFurther(file: SourceFile, scope: Scope, { on }: Record_, path: Path): void {
  const here = [...path, "on"];
  if (on === "none")
    return file.report(here, "`on: none` is for notes, calls, tasks and meetings. Leave the line out: then nothing further is associated.");
  checkNames(file, scope, on, here, "", String(path.at(-1)));
}

const NOTHING = new Set("none nothing nobody nenhum nenhuma ninguno ninguna nada no false null nao alone sozinho".split(" "));

/** `itself`: a record is not associated with itself. */
function checkNames(file: SourceFile, scope: Scope, on: unknown, path: Path, none: string, itself?: string): void {
  if (isGroup(on) && Object.keys(on).length === 0)
    file.report(path, "`on` names no record. Name some, such as `[contact, deal]`, or remove the line.", "key");
  for (const [name, here, at] of namesIn(on, path)) {
    if (typeof name !== "string") continue;
    if (name === itself) file.report(here, `\`${name}\` cannot be associated with itself. Name another record of this file.`, at);
    else if (scope.crm.has(name)) checkLabel(file, on, name, here);
    else if (none !== "" && NOTHING.has(plain(name)))
      file.report(here, `${found(name)} is not a record of this file. Did you mean \`none\`?`, at);
    else file.report(here, stranger(name, scope), at);
  }
}

function namesIn(on: unknown, path: Path): [name: unknown, here: Path, at: "key" | "value"][] {
  if (isGroup(on)) return Object.keys(on).map((name) => [name, [...path, name], "key"]);
  if (Array.isArray(on)) return on.map((name, index) => [name, [...path, index], "value"]);
  return [[on, path, "value"]];
}

function checkLabel(file: SourceFile, on: unknown, name: string, path: Path): void {
  const label = isGroup(on) ? on[name] : undefined;
  if (typeof label !== "string") return;
  if (label.trim() === "")
    file.report(path, `The association label is blank. Write one: \`{ ${name}: Decision maker }\`, or leave it out: \`on: ${name}\`.`);
  else if (/\{\{|\{%/.test(label))
    file.report(
      path,
      `An association label is fixed; gaps are not filled in here. Write it as HubSpot shows it: \`{ ${name}: Decision maker }\`.`,
    );
}

function stranger(name: string, scope: Scope): string {
  if (scope.activities.has(name))
    return `Nothing can be associated with \`${name}\`: it is a note, call or task itself. Name a contact, company, deal or ticket of this file.`;
  const meant = wordMeant(name, [...scope.crm]);
  return `${found(name)} is not a record of this file.${meant === null ? known(scope) : ` Did you mean \`${meant}\`?`}`;
}

function known(scope: Scope): string {
  return scope.crm.size > 0 ? ` It has ${[...scope.crm].map((name) => `\`${name}\``).join(", ")}.` : " Add it below `records:`.";
}

/** What stands on no record is found in its owner's list only. */
function checkAlone(file: SourceFile, scope: Scope, { owner, set }: Record_, path: Path): void {
  if (isGroup(set) && "hubspot_owner_id" in set) return;
  if (owner === undefined || owner === null)
    return file.report(
      [...path, "on"],
      "`on: none`: it stands on no record, so people find it only in its owner's list. Say whose it is: `owner: ana@acme.example`.",
    );
  if (typeof owner === "string" && scope.crm.has(owner))
    file.report(
      [...path, "owner"],
      `It stands alone so that it is there without a ${owner}, too; but then \`owner: ${owner}\` is nobody, and nobody would see it. Write a user's e-mail, or \`{ from: ${owner}.hubspot_owner_id, otherwise: ana@acme.example }\`.`,
    );
}
