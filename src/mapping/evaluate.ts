import { asText } from "../html/show-value.ts";
import { isSigns } from "../normalize/says-nothing.ts";
import type { SetRule, Source } from "./compiled-mapping.ts";
import { applyFormat } from "./formats.ts";
import { isBlankAt, isEmpty, readPath } from "./paths.ts";
import { authorWrote } from "./template/authors-words.ts";
import { isTemplate, renderValue } from "./template/render.ts";
import type { RenderSettings, Unread } from "./template/settings.ts";

/** `fromAuthor`: the mapping's author wrote it, who can mend it; else it came with the call. */
export type Value = { value: unknown; fromAuthor: boolean } | { blank: string; unread?: Unread } | { keep: string };

interface Reader {
  names: Record<string, unknown>;
  settings: RenderSettings;
}

/** An option that the portal has for a property. */
interface Option {
  value: string;
  label: string;
}

/** Where a value comes from, read; a text that means "nothing" is null. Throws TemplateStopped. */
export function readSource(source: Source, { names, settings }: Reader): { value: unknown; fromAuthor: boolean } {
  if (source.kind === "literal") return { value: source.value, fromAuthor: true };
  if (source.kind === "template") {
    const value = rendered(source.template, names, settings);
    return { value, fromAuthor: !isTemplate(source.template) || authorWrote(source.template, asText(value)) };
  }
  const value = readPath(names, source.path);
  const isNothing = (one: unknown) => isBlankAt(source.path, one) && !(typeof one === "string" && settings.isWord?.(one));
  // Of a list the entries that say something.
  const said = Array.isArray(value) ? value.filter((one) => !isNothing(one)) : value;
  return { value: isNothing(said) ? null : said, fromAuthor: false };
}

const renderings = new WeakMap<object, Map<string, string | number>>();

/**
 * The same template stands in several rules (first and last name of one text): it is rendered once for a call, but anew for a rule
 * that counts up, or that a word of its own was looked up for.
 */
function rendered(template: string, names: object, settings: RenderSettings): string | number {
  if (settings.isCounter !== undefined) return cleaned(renderValue(template, names, settings));
  let known = renderings.get(names);
  if (!known) renderings.set(names, (known = new Map()));
  const found = known.get(template);
  if (found !== undefined) return found;
  let isThisRules = false;
  const asked = {
    ...settings,
    isWord: (text: string) => ((isThisRules = true), settings.isWord?.(text) ?? false),
    onUnread: (unread: Unread) => ((isThisRules = true), settings.onUnread?.(unread)),
  };
  const value = cleaned(renderValue(template, names, asked));
  if (!isThisRules) known.set(template, value);
  return value;
}

/** What parts two values says nothing where both are blank: `{{ city }} - {{ state }}`. */
function cleaned(value: string | number): string | number {
  if (typeof value === "number") return value;
  const text = value.trim();
  return isSigns(text) ? "" : text;
}

/**
 * A rule's value: read, formatted, mapped. `options`: what the portal lets its property be; "None" is a value where one of them
 * is called so. Throws TemplateStopped.
 */
export function evaluate(rule: SetRule, { names, settings }: Reader, options: readonly Option[] = []): Value {
  const isWord = (text: string) => keyOf(rule, text) !== undefined || options.some((option) => isOption(option, text));
  const isCounter = (path: string) => path.endsWith(`.${rule.property}`);
  let unread: Unread | undefined;
  const onUnread = (one: Unread) => (unread ??= one);
  const read = readSource(rule.source, { names, settings: { ...settings, isWord, onUnread, ...(rule.readsItself && { isCounter }) } });
  const blankMapped = isEmpty(read.value) ? mapped(rule, "") : undefined;
  if (blankMapped !== undefined) return { value: blankMapped, fromAuthor: true };
  if (isEmpty(read.value)) return { blank: "blank", ...(unread && { unread }) };
  const value = rule.format === null ? read.value : applyFormat(rule.format, read.value, settings);
  if (isEmpty(value)) return { blank: `blank after \`${rule.format}\`` };
  return rule.map === null ? { value, fromAuthor: read.fromAuthor } : throughMap(rule, value, read.fromAuthor);
}

function throughMap(rule: SetRule, value: unknown, fromAuthor: boolean): Value {
  const found = mapped(rule, value);
  if (found !== undefined) return isEmpty(found) ? { blank: "blank in `map`" } : { value: found, fromAuthor: true };
  if (rule.otherwise === null) return { value, fromAuthor };
  return "keep" in rule.otherwise ? { keep: "`map` does not name this value" } : { value: rule.otherwise.value, fromAuthor: true };
}

function mapped(rule: SetRule, value: unknown): unknown {
  const key = keyOf(rule, value);
  return key === undefined ? undefined : rule.map?.[key];
}

/** The entry of `map` that names this value. */
function keyOf({ map }: SetRule, value: unknown): string | undefined {
  if (map === null) return undefined;
  const wanted = fold(value);
  return Object.hasOwn(map, wanted) ? wanted : Object.keys(map).find((name) => fold(name) === wanted);
}

function isOption({ value, label }: Option, text: string): boolean {
  return fold(value) === fold(text) || fold(label) === fold(text);
}

function fold(value: unknown): string {
  return asText(value).trim().toLowerCase();
}
