import {
  CaptureTag,
  type Context,
  type Emitter,
  Liquid,
  Context as LiquidContext,
  type TagToken,
  type Template,
  type TopLevelToken,
  toValueSync,
} from "liquidjs";
import { SafeHtml } from "../../html/safe-html.ts";
import { sanitizeHtml } from "../../html/sanitize.ts";
import { CapturedHtml, asHtml, asText } from "../../html/show-value.ts";
import { FILTER_HANDLERS } from "./filters.ts";
import { LONGEST_TEMPLATE, MOST_MEMORY, StepLimit, TemplateStopped, Writer, newBudget } from "./limits.ts";
import { RENDERING, type RenderSettings, type Rendering, renderingOf } from "./settings.ts";
import { TAGS } from "./tags.ts";
import { restoreTrusted, trustHtml } from "./trusted-html.ts";

/** What `{% capture %}` keeps of a body is escaped already. */
class OwnCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    const rendering = renderingOf(context);
    const writer = new Writer(rendering.budget);
    yield this.liquid.renderer.renderTemplates(this.templates, context, writer as unknown as Emitter);
    (context.bottom() as Record<string, unknown>)[this.variable] = rendering.html
      ? new CapturedHtml(restoreTrusted(writer.buffer, rendering.aside))
      : writer.buffer;
  }
}

function putOut(this: { context: Context }, value: unknown): string {
  const rendering = renderingOf(this.context);
  if (!rendering.html) return asText(value);
  return value instanceof SafeHtml && !(value instanceof CapturedHtml) ? trustHtml(value.html, rendering) : asHtml(value);
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
  });
  for (const tag of Object.keys(engine.tags)) if (tag !== "#" && !Object.hasOwn(TAGS, tag)) delete engine.tags[tag];
  for (const filter of Object.keys(engine.filters)) delete engine.filters[filter];
  Object.assign(engine.filters, FILTER_HANDLERS);
  engine.registerTag("capture", OwnCapture as unknown as new (token: TagToken, rest: TopLevelToken[], liquid: Liquid) => CaptureTag);
  return engine;
}

let engine: Liquid | null = null;
const parsed = new Map<string, Template[]>();

/** Throws liquidjs's own errors. Once per text and isolate: there are as many templates as the mappings have. */
export function parse(source: string): Template[] {
  engine ??= makeEngine();
  const known = parsed.get(source);
  if (known) return known;
  const templates = engine.parse(source);
  parsed.set(source, templates);
  return templates;
}

/** Throws TemplateStopped, whatever goes wrong. */
export function runText(source: string, names: object, settings: RenderSettings): string {
  return run(source, names, { ...settings, html: false, budget: newBudget(), aside: [] });
}

/** A body, sanitised. Throws TemplateStopped, whatever goes wrong. */
export function runHtml(source: string, names: object, settings: RenderSettings): string {
  const rendering = { ...settings, html: true, budget: newBudget(), aside: [] };
  return run(source, names, rendering);
}

function run(source: string, names: object, rendering: Rendering): string {
  try {
    const text = runUnguarded(parse(source), names, rendering);
    return rendering.html ? restoreTrusted(sanitizeHtml(text), rendering.aside) : text;
  } catch (error) {
    throw stopped(error);
  }
}

function runUnguarded(templates: Template[], names: object, rendering: Rendering): string {
  const liquid = engine as Liquid;
  const limits = { renderLimit: new StepLimit(), liquid } as unknown as ConstructorParameters<typeof LiquidContext>[3];
  const context = new LiquidContext(names, liquid.options, { sync: true, globals: { [RENDERING]: rendering } }, limits);
  const writer = new Writer(rendering.budget);
  toValueSync(liquid.renderer.renderTemplates(templates, context, writer as unknown as Emitter) as IterableIterator<unknown>);
  return writer.buffer;
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
