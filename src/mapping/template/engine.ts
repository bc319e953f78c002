import {
  CaptureTag,
  CaseTag,
  type Context,
  type Emitter,
  Liquid,
  Context as LiquidContext,
  type TagToken,
  type Template,
  type Token,
  type TopLevelToken,
  evalToken,
  toValueSync,
} from "liquidjs";
import { escapeHtml } from "../../html/escape.ts";
import { SafeHtml } from "../../html/safe-html.ts";
import { sanitizeHtml } from "../../html/sanitize.ts";
import { CapturedHtml, asText } from "../../html/show-value.ts";
import { BoundedMap } from "../../bounded-map.ts";
import { FILTER_HANDLERS } from "./filters.ts";
import { LONGEST_TEMPLATE, MOST_MEMORY, StepLimit, TemplateStopped, Writer, newBudget } from "./limits.ts";
import { NamesContext, plainValue } from "./named-value.ts";
import { OPERATORS, equals } from "./operators.ts";
import { RENDERING, type RenderSettings, type Rendering, renderingOf } from "./settings.ts";
import { shownInText } from "./show-words.ts";
import { readAtOnce, renderAtOnce } from "./at-once.ts";
import { TAGS } from "./tags.ts";
import { restoreTrusted, trustHtml } from "./trusted-html.ts";

/** Compares as `==` does. */
class OwnCase extends CaseTag {
  override *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const target = yield this.value.value(context, false);
    for (const { values, templates } of this.branches) {
      for (const token of values) {
        if (!equals(target, yield evalToken(token as Token, context), context)) continue;
        yield this.liquid.renderer.renderTemplates(templates, context, emitter);
        return;
      }
    }
    yield this.liquid.renderer.renderTemplates(this.elseTemplates, context, emitter);
  }
}

/** What `{% capture %}` keeps of a body is escaped already. */
class OwnCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    const rendering = renderingOf(context);
    const writer = new Writer(rendering.budget);
    yield this.liquid.renderer.renderTemplates(this.templates, context, writer as unknown as Emitter);
    const value = writer.value();
    (context.bottom() as Record<string, unknown>)[this.variable] =
      rendering.html && typeof value === "string" ? new CapturedHtml(restoreTrusted(value, rendering.aside)) : value;
  }
}

/** Numbers stay numbers until all is put together: what was computed is not read again as a text. */
function putOut(this: { context: Context }, named: unknown): string | number {
  const rendering = renderingOf(this.context);
  const value = plainValue(named);
  if (typeof value === "number") return value;
  if (!rendering.html) return rendering.isSentence ? shownInText(value, rendering) : asText(value);
  return value instanceof SafeHtml && !(value instanceof CapturedHtml)
    ? trustHtml(value.html, rendering)
    : value instanceof SafeHtml
      ? value.html
      : escapeHtml(shownInText(value, rendering));
}

function makeEngine(): Liquid {
  const engine = new Liquid({
    jsTruthy: true,
    ownPropertyOnly: true,
    strictFilters: true,
    outputEscape: putOut as (value: unknown) => string,
    parseLimit: LONGEST_TEMPLATE,
    memoryLimit: MOST_MEMORY,
    templates: {},
    operators: OPERATORS,
  });
  for (const tag of Object.keys(engine.tags)) if (tag !== "#" && !Object.hasOwn(TAGS, tag)) delete engine.tags[tag];
  for (const filter of Object.keys(engine.filters)) delete engine.filters[filter];
  Object.assign(engine.filters, FILTER_HANDLERS);
  Object.assign(engine, { renderer: { renderTemplates: renderAtOnce } });
  engine.registerTag("case", OwnCase as unknown as new (token: TagToken, rest: TopLevelToken[], liquid: Liquid) => CaseTag);
  engine.registerTag("capture", OwnCapture as unknown as new (token: TagToken, rest: TopLevelToken[], liquid: Liquid) => CaptureTag);
  return engine;
}

let engine: Liquid | null = null;
const parsed = new BoundedMap<string, Template[]>();

/** Throws liquidjs's own errors. Once per text and isolate: there are as many templates as the mappings have. */
export function parse(source: string): Template[] {
  engine ??= makeEngine();
  const known = parsed.get(source);
  if (known) return known;
  return parsed.keep(source, readAtOnce(engine.parse(source)));
}

const sentences = new BoundedMap<string, boolean>();

/** Whether words stand around the gaps: `Call back {{ customer_phone | phone }}`. */
function hasWords(source: string): boolean {
  return sentences.get(source) ?? sentences.keep(source, /\p{L}/u.test(source.replace(/\{\{[^]*?\}\}|\{%[^]*?%\}/g, "")));
}

/** A text; a number where the template puts out one and nothing else. Throws TemplateStopped, whatever goes wrong. */
export function runValue(source: string, names: object, settings: RenderSettings): string | number {
  const value = run(source, names, { ...settings, html: false, isSentence: hasWords(source), budget: newBudget(), aside: [] });
  return typeof value === "string" ? value.toWellFormed() : value;
}

/** A body, sanitised. Throws TemplateStopped, whatever goes wrong. */
export function runHtml(source: string, names: object, settings: RenderSettings): string {
  const rendering = { ...settings, html: true, isSentence: true, budget: newBudget(), aside: [] };
  return restoreTrusted(sanitizeHtml(String(run(source, names, rendering))), rendering.aside).toWellFormed();
}

function run(source: string, names: object, rendering: Rendering): string | number {
  try {
    return runUnguarded(parse(source), names, rendering);
  } catch (error) {
    throw stopped(error);
  }
}

function runUnguarded(templates: Template[], names: object, rendering: Rendering): string | number {
  const liquid = engine as Liquid;
  const limits = { renderLimit: new StepLimit(), liquid } as unknown as ConstructorParameters<typeof LiquidContext>[3];
  const context = new NamesContext(names, liquid.options, { sync: true, globals: { [RENDERING]: rendering } }, limits);
  const writer = new Writer(rendering.budget);
  toValueSync(liquid.renderer.renderTemplates(templates, context, writer as unknown as Emitter) as IterableIterator<unknown>);
  return writer.value();
}

/** Errors of liquidjs may quote what a call said: only what is known to be harmless is passed on. */
function stopped(error: unknown): TemplateStopped {
  const cause = (error as { originalError?: unknown }).originalError ?? error;
  if (cause instanceof TemplateStopped) return cause;
  const message = cause instanceof Error ? cause.message : "";
  if (message.startsWith("memory alloc limit")) return new TemplateStopped("too_much_memory");
  if (cause instanceof RangeError) return new TemplateStopped("not_computable");
  if (message.startsWith("undefined filter")) return new TemplateStopped("unknown_filter");
  return new TemplateStopped("filter_failed");
}
