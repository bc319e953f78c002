import { NAMES } from "../../call/names.ts";
import { shortened } from "../words/describe-value.ts";
import { type Reading, readingsIn } from "../references.ts";
import { type Scope, namesIn } from "../scope.ts";
import type { SourceFile } from "../source-file.ts";
import { checkTemplate } from "../template/check.ts";
import type { Name, TemplateProblem } from "../template/shapes.ts";
import { fileOffset } from "../yaml/scalar-offset.ts";
import { nameProblem } from "./check-name.ts";
import { neverEqual } from "./never-holds.ts";

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
  // A record's own name asks whether it is there: check-conditions.ts.
  if (key && records && scope.crm.has(text)) return;
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
  const braced = /^\$?\{\s*([\w.]+)\s*\}$/.exec(bare)?.[1];
  if (braced) return `A name stands here without braces: \`${braced}\`.`;
  if (PATH.test(bare.split("|")[0]!.trim()) && bare.includes("|"))
    return `A name stands alone here. For filters write \`template: "{{ ${shortened(bare)} }}"\`.`;
  return `\`${shortened(text)}\` is not a name to read. A name is words with dots between them: \`lead.campaign.name\`.`;
}

function checkText(file: SourceFile, scope: Scope, { path, text, records }: Reading): void {
  const spot = file.spot(path);
  if (!spot) return;
  const { problems, names, comparisons } = checkTemplate(text);
  const say = (offset: number, message: string) => file.reportAt(fileOffset(file, spot, offset), path, message);
  const broken = brokenName(text, problems, names, scope);
  if (broken) say(broken.name.offset, broken.message);
  for (const { offset, message } of problems) if (offset !== broken?.offset) say(offset, message);
  for (const name of names) {
    if (name === broken?.name) continue;
    const problem = nameProblem(name.path, scope, records);
    if (problem && !mayBeOwn(name.path, problem, problems.length > 0)) say(name.offset, unquoted(text, name) ?? problem);
  }
  for (const { name, text: value, offset } of comparisons) {
    const problem = Object.hasOwn(NAMES, name) && NAMES[name]!.values ? neverEqual(name, "text", value) : null;
    if (problem) say(offset, problem);
  }
}

/** `{{ extracted_variables.lead quality }}`: one name with a space in it, where the file knows it with an underscore. */
function brokenName(
  text: string,
  problems: TemplateProblem[],
  names: Name[],
  scope: Scope,
): { name: Name; offset: number; message: string } | null {
  for (const { offset } of problems) {
    const name = names.findLast((one) => one.offset < offset && /^[\w.]+\s+$/.test(text.slice(one.offset, offset)));
    const second = /^\w+/.exec(text.slice(offset))?.[0];
    const whole = name && second ? `${name.path}_${second}` : null;
    if (whole && namesIn(scope).includes(whole))
      return { name: name!, offset, message: `A name has no spaces. Did you mean \`${whole}\`?` };
  }
  return null;
}

/** `status == completed`, `default: none`: where a text stands, a word without quotes is most likely one. */
function unquoted(template: string, { path, offset }: Name): string | null {
  if (path.includes(".") || !/(?:==|!=|\bcontains|\bwhen|:|,)\s*$/.test(template.slice(0, offset))) return null;
  return `No call has a name \`${path}\`. A text stands in quotes: \`'${path}'\`.`;
}

/** Where a tag is misspelt (`{% asign total = 1 %}`), the names it should have made are no mistakes of their own. */
function mayBeOwn(name: string, problem: string, broken: boolean): boolean {
  return broken && !name.includes(".") && !problem.includes("Did you mean");
}
