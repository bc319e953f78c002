import { asText } from "../html/show-value.ts";
import type { SetRule, Source } from "./compiled-mapping.ts";
import { applyFormat } from "./formats.ts";
import { isBlank, readPath } from "./paths.ts";
import { isTemplate, renderText } from "./template/render.ts";
import type { RenderSettings } from "./template/settings.ts";

/** `fromAuthor`: the mapping's author wrote it; else it came with the call, as what a template makes of a call did. */
export type Value = { value: unknown; fromAuthor: boolean } | { blank: string } | { keep: string };

interface Reader {
  names: Record<string, unknown>;
  settings: RenderSettings;
}

/** Where a value comes from, read. Throws TemplateStopped. */
export function readSource(source: Source, { names, settings }: Reader): { value: unknown; fromAuthor: boolean } {
  if (source.kind === "from") return { value: readPath(names, source.path), fromAuthor: false };
  if (source.kind === "literal") return { value: source.value, fromAuthor: true };
  const rendered = text(source.template, names, settings);
  return { value: rendered, fromAuthor: !isTemplate(source.template) || authored(source.template).has(rendered) };
}

const GAP = /\{[{%][\s\S]*?[%}]\}/g;
const QUOTED = /"([^"]*)"|'([^']*)'/g;
const authoredOf = new Map<string, Set<string>>();

/** What stands word for word in a template: between its gaps, or quoted in them. Who writes `{% if … %}Contract sent{% endif %}` wrote the stage. */
function authored(template: string): Set<string> {
  let known = authoredOf.get(template);
  if (known === undefined) {
    const quoted = [...template.matchAll(QUOTED)].map(([, double, single]) => (double ?? single ?? "").trim());
    authoredOf.set(template, (known = new Set([...template.split(GAP).map((piece) => piece.trim()), ...quoted])));
  }
  return known;
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
  if (blankMapped !== undefined) return { value: blankMapped, fromAuthor: true };
  if (isBlank(read.value)) return { blank: "blank" };
  const value = rule.format === null ? read.value : applyFormat(rule.format, read.value, reader.settings);
  if (isBlank(value)) return { blank: `blank after \`${rule.format}\`` };
  return rule.map === null ? { value, fromAuthor: read.fromAuthor } : throughMap(rule, value, read.fromAuthor);
}

function throughMap(rule: SetRule, value: unknown, fromAuthor: boolean): Value {
  const found = mapped(rule, value);
  if (found !== undefined) return isBlank(found) ? { blank: "blank in `map`" } : { value: found, fromAuthor: true };
  if (rule.otherwise === null) return { value, fromAuthor };
  return "keep" in rule.otherwise ? { keep: "`map` does not name this value" } : { value: rule.otherwise.value, fromAuthor: true };
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
