import type { KeyRule, SetRule, Source } from "../../mapping/compiled-mapping.ts";
import { compileCondition } from "./to-condition.ts";
import { isTemplate } from "../references.ts";
import type { KeyInput, RuleInput, SourceInput, ValueInput } from "../schema/values.ts";
import type { Path, SourceFile } from "../source-file.ts";

export function compileSource(words: SourceInput): Source {
  if (typeof words === "string" && isTemplate(words)) return { kind: "template", template: words };
  if (typeof words !== "object") return { kind: "literal", value: words };
  if (words.from !== undefined) return { kind: "from", path: words.from };
  if (words.template !== undefined) return { kind: "template", template: words.template };
  return { kind: "literal", value: words.value ?? "" };
}

/** `named`: the records of the file, which conditions may ask for. */
export function compileSet(
  file: SourceFile,
  set: Record<string, ValueInput>,
  path: Path,
  named: ReadonlySet<string>,
): Omit<SetRule, "readsItself">[] {
  return Object.entries(set).map(([property, words]) => ({
    property,
    source: compileSource(words),
    ...how(typeof words === "object" ? words : {}),
    ...(typeof words === "object" && words.when && { when: compileCondition(words.when, named) }),
    at: file.at([...path, property]),
  }));
}

/** What a key's rule does to the value. */
export function compileKeyRule(words: KeyInput): Pick<KeyRule, "rule"> {
  if (typeof words !== "object" || (words.format === undefined && words.map === undefined)) return {};
  const { format, map, otherwise } = how(words);
  return { rule: { format, map, otherwise } };
}

function how(rule: RuleInput): Pick<SetRule, "format" | "map" | "otherwise" | "write" | "blank"> {
  return {
    format: rule.format ?? null,
    map: rule.map ?? null,
    otherwise: rule.otherwise === undefined ? null : rule.otherwise === "keep" ? { keep: true } : { value: rule.otherwise },
    write: rule.write ?? "overwrite",
    blank: rule.write === "clear" ? "clear" : (rule.blank ?? "keep"),
  };
}
