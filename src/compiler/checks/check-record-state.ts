import { nearest } from "../words/did-you-mean.ts";
import { found, isGroup } from "../words/describe-value.ts";
import { byOtherName, plain } from "../words/plain.ts";
import type { Scope } from "../scope.ts";
import type { Path, SourceFile } from "../source-file.ts";

/** `contact: missing`: a record's own name asks whether it is in HubSpot. */
export function checkRecordState(file: SourceFile, scope: Scope, value: unknown, path: Path, name: string): void {
  const [, asking = ""] = path;
  const order = [...scope.crm];
  if (name === asking)
    return file.report(
      path,
      `\`${name}\` cannot ask for itself. What is done where there is none is said by \`if_missing:\` (\`create\` or \`skip\`).`,
      "key",
    );
  if (scope.crm.has(String(asking)) && order.indexOf(name) > order.indexOf(String(asking)))
    return file.report(
      path,
      `\`${name}\` stands further down, and records are found from the top. Move \`${name}\` above \`${asking}\`.`,
      "key",
    );
  if (value === "found" || value === "missing") return;
  const guess = typeof value === "string" ? didYouMeanState(value) : stateMeant(name, value);
  file.report(
    path,
    `\`${name}\` alone asks whether it was in HubSpot before this call: \`found\` or \`missing\`; found ${found(value)}.${guess || ` For one of its properties write \`${name}.lifecyclestage: …\`, by the property's internal name.`}`,
  );
}

const STATES = byOtherName({
  found: "exists exist there yes existing present known existe encontrado achado sim true any",
  missing: "none null not_found absent new unknown no nobody empty blank nao_existe ausente nao_encontrado novo falta falso false nenhum",
});

function didYouMeanState(value: string): string {
  const meant = STATES.get(plain(value))?.[0] ?? nearest(value, ["found", "missing"]);
  return meant ? ` Did you mean \`${meant}\`?` : "";
}

/** `true`, `{ exists: false }`, `{ not: found }`. */
function stateMeant(name: string, value: unknown): string {
  const is = isGroup(value) ? (value["exists"] ?? (value["not"] === "found" ? false : value["not"] === "missing" ? true : null)) : value;
  const say = (state: string) => ` Write \`${name}: ${state}\`.`;
  return is === true ? say("found") : is === false || is === null ? say("missing") : "";
}
