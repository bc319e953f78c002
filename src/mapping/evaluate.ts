import { asText } from "../html/show-value.ts";
import type { SetRule, Source } from "./compiled-mapping.ts";
import { applyFormat } from "./formats.ts";
import { isBlank, readPath } from "./paths.ts";
import { isTemplate, renderText } from "./template/render.ts";
import type { RenderSettings } from "./template/settings.ts";

/** `own`: the mapping's author wrote it; else it came with the call. */
export type Value = { value: unknown; own: boolean } | { blank: string } | { keep: string };

interface Reader {
  names: Record<string, unknown>;
  settings: RenderSettings;
}

/** Where a value comes from, read. Throws TemplateStopped. */
export function readSource(source: Source, { names, settings }: Reader): { value: unknown; own: boolean } {
  if (source.kind === "from") return { value: readPath(names, source.path), own: false };
  if (source.kind === "literal") return { value: source.value, own: true };
  return { value: text(source.template, names, settings), own: !isTemplate(source.template) };
}

const rendered = new WeakMap<object, Map<string, string>>();

/** The same template stands in several rules (first and last name of one text): it is rendered once for a call. */
function text(template: string, names: object, settings: RenderSettings): string {
  let texts = rendered.get(names);
  if (!texts) rendered.set(names, (texts = new Map()));
  let found = texts.get(template);
  if (found === undefined) texts.set(template, (found = renderText(template, names, settings).trim()));
  return found;
}

/** A rule's value: read, formatted, mapped. Throws TemplateStopped. */
export function evaluate(rule: SetRule, reader: Reader): Value {
  const read = readSource(rule.source, reader);
  const blankMapped = isBlank(read.value) ? mapped(rule, "") : undefined;
  if (blankMapped !== undefined) return { value: blankMapped, own: true };
  if (isBlank(read.value)) return { blank: "blank" };
  const value = rule.format === null ? read.value : applyFormat(rule.format, read.value, reader.settings);
  if (isBlank(value)) return { blank: `blank after \`${rule.format}\`` };
  return rule.map === null ? { value, own: read.own } : throughMap(rule, value, read.own);
}

function throughMap(rule: SetRule, value: unknown, own: boolean): Value {
  const found = mapped(rule, value);
  if (found !== undefined) return isBlank(found) ? { blank: "blank in `map`" } : { value: found, own: true };
  if (rule.otherwise === null) return { value, own };
  return "keep" in rule.otherwise ? { keep: "`map` does not name this value" } : { value: rule.otherwise.value, own: true };
}

function mapped({ map }: SetRule, value: unknown): unknown {
  if (map === null) return undefined;
  const key = fold(value);
  if (Object.hasOwn(map, key)) return map[key];
  const entry = Object.entries(map).find(([name]) => fold(name) === key);
  return entry?.[1];
}

function fold(value: unknown): string {
  return asText(value).trim().toLowerCase();
}
