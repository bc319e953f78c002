import { OBJECT_OF_NAME, isActivity } from "../../../hubspot/model/objects.ts";
import { found, isGroup } from "../../words/describe-value.ts";
import { wordMeant } from "../../words/other-words.ts";
import { isTemplate } from "../../references.ts";
import type { Scope } from "../../scope.ts";
import type { Path, SourceFile } from "../../source-file.ts";
import { checkFrom, checkMapKeys } from "../check-values.ts";

const USER = /^[^\s@{},;]+@[^\s@{},;]+\.[^\s@{},;]+$|^\d+$/;
/** Records of these names mean whoever owns that record, whether this file has it or not. */
const RECORDS = Object.keys(OBJECT_OF_NAME).filter((name) => !isActivity(OBJECT_OF_NAME[name]!));

/** An activity's `owner`. */
export function checkOwner(file: SourceFile, scope: Scope, owner: unknown, path: Path): void {
  if (!isGroup(owner)) return checkWhose(file, scope, owner, path);
  const { from, template, map, otherwise } = owner;
  if (from !== undefined && template !== undefined)
    file.report([...path, "template"], "`from` and `template` both say where the value comes from. Keep one of them.", "key");
  if (from === undefined && template === undefined && !file.hasProblemBelow(path))
    file.report(path, "It is not said which value decides. Add `from:`, a name to read: `from: input_variables.region`.", "key");
  checkFrom(file, from, [...path, "from"]);
  checkMapKeys(file, scope, owner, path);
  if (isGroup(map)) {
    if (Object.keys(map).length === 0)
      file.report([...path, "map"], "`map` is empty. Write whose it is for which value, or remove it.", "key");
    for (const [value, whose] of Object.entries(map)) checkWhose(file, scope, whose, [...path, "map", value]);
  }
  checkWhose(file, scope, otherwise, [...path, "otherwise"]);
}

/** One user, one record's owner, or several users in turn. */
function checkWhose(file: SourceFile, scope: Scope, whose: unknown, path: Path): void {
  if (typeof whose === "string") return checkOne(file, scope, whose, path);
  for (const [index, user] of (Array.isArray(whose) ? whose : []).entries()) {
    if (typeof user !== "string" || USER.test(user)) continue;
    file.report(
      [...path, index],
      scope.crm.has(user) || RECORDS.includes(user)
        ? `Those who take turns are users, each by e-mail; \`${user}\` is a record. Write it alone: \`${path.at(-1)}: ${user}\`.`
        : `Each of those who take turns is a HubSpot user's e-mail; found ${found(user)}.`,
    );
  }
}

function checkOne(file: SourceFile, scope: Scope, owner: string, path: Path): void {
  if (scope.crm.has(owner) || USER.test(owner)) return;
  if (RECORDS.includes(owner))
    return file.report(
      path,
      `\`${owner}\` means the ${owner}'s owner, but this file has no record \`${owner}\`. Add one, or write an owner's e-mail.`,
    );
  if (isTemplate(owner)) {
    const name = /\{\{\s*([\w.]+)/.exec(owner)?.[1] ?? "…";
    return file.report(
      path,
      `An owner is written without gaps. Write \`{ from: ${name} }\`, and with \`map:\` whose it is for each value.`,
    );
  }
  const several = owner.split(/[,;]\s*|\s+/).filter(Boolean);
  if (several.length > 1 && several.every((one) => USER.test(one)))
    return file.report(path, `Several users who take turns are a list: \`[${several.join(", ")}]\`.`);
  const meant = wordMeant(owner, [...scope.crm, "contact"]);
  const subject = path.at(-2) === "map" ? `The owner for \`${path.at(-1)}\`` : `\`${path.at(-1)}\``;
  file.report(
    path,
    `${subject} is \`contact\` (the contact's owner) or a HubSpot user's e-mail; found ${found(owner)}.${meant === null ? "" : ` Did you mean \`${meant}\`?`}`,
  );
}
