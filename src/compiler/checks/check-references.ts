import { shortened } from "../words/describe-value.ts";
import { type Reading, readingsIn } from "../references.ts";
import type { Scope } from "../scope.ts";
import type { SourceFile } from "../source-file.ts";
import { checkTemplate } from "../template/check.ts";
import { fileOffset } from "../yaml/scalar-offset.ts";
import { nameProblem } from "./check-name.ts";

/** Every template parses, and every name that is read exists. */
export function checkReadings(file: SourceFile, scope: Scope): void {
  for (const reading of readingsIn(file.data)) {
    if (reading.kind === "template") checkText(file, scope, reading);
    else checkPath(file, scope, reading);
  }
}

const PATH = /^[A-Za-z_][\w-]*(\.[\w-]+|\[\d+\])*$/;
function checkPath(file: SourceFile, scope: Scope, { path, text, key, records }: Reading): void {
  const at = key ? "key" : "value";
  if (!PATH.test(text)) return file.report(path, malformed(text), at);
  const problem = nameProblem(text, scope, records) ?? liquidOnly(text);
  if (problem) file.report(path, problem, at);
}

/** `first`, `last` and `size` are Liquid's; outside of texts nothing answers to them. */
function liquidOnly(text: string): string | null {
  const isLiquid = /^(transfers|call\.turns)\.(first|last|size)\b|^(?!extracted_variables|input_variables|lead\.variables).*\.size$/.test(
    text,
  );
  return isLiquid
    ? `\`${text}\` can only be read in a text, as \`"{{ ${text} }}"\`. Here an entry is said by its number: \`transfers.0.status\`.`
    : null;
}

function malformed(text: string): string {
  const bare = text.trim();
  if (PATH.test(bare.split("|")[0]!.trim()) && bare.includes("|"))
    return `A name stands alone here. For filters write \`template: "{{ ${shortened(bare)} }}"\`.`;
  return `\`${shortened(text)}\` is not a name to read. A name is words with dots between them: \`lead.campaign.name\`.`;
}

function checkText(file: SourceFile, scope: Scope, { path, text, records }: Reading): void {
  const spot = file.spot(path);
  if (!spot) return;
  const { problems, names } = checkTemplate(text);
  for (const { offset, message } of problems) file.reportAt(fileOffset(file, spot, offset), path, message);
  for (const { offset, path: name } of names) {
    const problem = nameProblem(name, scope, records);
    if (problem && !mayBeOwn(name, problem, problems.length > 0)) file.reportAt(fileOffset(file, spot, offset), path, problem);
  }
}

/** Where a tag is misspelt (`{% asign total = 1 %}`), the names it should have made are no mistakes of their own. */
function mayBeOwn(name: string, problem: string, broken: boolean): boolean {
  return broken && !name.includes(".") && !problem.includes("Did you mean");
}
