import { found, isGroup } from "../words/describe-value.ts";
import { didYouMean } from "../words/did-you-mean.ts";
import { propertyProblem } from "../words/property-name.ts";
import { isTemplate } from "../references.ts";
import type { Scope } from "../scope.ts";
import type { Path, SourceFile } from "../source-file.ts";

export function checkFind(file: SourceFile, scope: Scope, find: Record<string, unknown>, name: string, object: string): void {
  const path = ["records", name, "find"];
  checkThrough(file, scope, find["through"], name, path);
  for (const word of ["pipeline", "stage", "open"]) {
    if (word in find && (object === "contacts" || object === "companies"))
      file.report(
        [...path, word],
        `${object === "contacts" ? "Contacts" : "Companies"} have no pipelines, so \`${word}\` says nothing here. Remove it.`,
        "key",
      );
  }
  for (const [index, stage] of [find["stage"] ?? []].flat().entries()) {
    const at = Array.isArray(find["stage"]) ? [...path, "stage", index] : [...path, "stage"];
    if (typeof stage === "string" && isTemplate(stage))
      file.report(at, "`stage` is a fixed stage; gaps `{{ }}` are not filled in here. Write its label as HubSpot shows it.");
  }
  for (const [property, value] of Object.entries(isGroup(find["where"]) ? find["where"] : {})) {
    const problem = propertyProblem(property);
    if (problem) file.report([...path, "where", property], problem, "key");
    else if ([value].flat().some((one) => typeof one === "string" && isTemplate(one)))
      file.report([...path, "where", property], "`where` compares with fixed values; gaps `{{ }}` are not filled in here.");
  }
}

function checkThrough(file: SourceFile, scope: Scope, through: unknown, name: string, path: Path): void {
  if (through !== undefined && typeof through !== "string") return;
  const said = typeof through === "string";
  const target = said ? through : "contact";
  const problem = throughProblem(scope, target, name, said);
  if (problem) file.report(said ? [...path, "through"] : path, problem, said ? "value" : "key");
}

function throughProblem(scope: Scope, target: string, name: string, said: boolean): string | null {
  const order = [...scope.crm];
  if (target === name)
    return said
      ? "A record cannot be found through itself. Name another record of this file."
      : "A contact cannot be found through itself. Use `find_by:`.";
  if (scope.activities.has(target))
    return `Nothing can be found through \`${target}\`: notes, calls and tasks are only written. Name a contact, company, deal or ticket of this file.`;
  if (!scope.crm.has(target))
    return said
      ? `${found(target)} is not a record of this file.${
          didYouMean(
            target,
            order.filter((one) => one !== name),
          ) || ` Add it below \`records:\`.`
        }`
      : "`find` goes through the contact, but this file has no record `contact`. Add one above, or name another with `through:`.";
  if (order.indexOf(target) < order.indexOf(name)) return null;
  return `\`${target}\` stands further down, and records are found from the top. Move \`${target}\` above \`${name}\`.`;
}
