import {
  type Context,
  type Emitter,
  type Filter,
  Output,
  type Template,
  type Token,
  TypeGuards,
  Value,
  evalToken,
  toValue,
  toValueSync,
} from "liquidjs";
import type { NamesContext } from "./named-value.ts";

/**
 * liquidjs goes step by step, for what has to be waited for. A call's values are all at hand, and a note has dozens of pieces: here they are read and
 * put out at once, in half the time. What comes out is the same; what templates seldom do is left to liquidjs.
 */
export function renderAtOnce(templates: Template[], context: Context, emitter: Emitter): void {
  context.renderLimit.check(NO_CLOCK);
  for (const template of templates) {
    context.renderLimit.check(NO_CLOCK);
    toValueSync(template.render(context, emitter));
    if (context.breakCalled || context.continueCalled) break;
  }
}

/** Steps are counted, not seconds. */
const NO_CLOCK = 0;

/** Has the values of parsed templates read at once, those within tags, too. */
export function readAtOnce(templates: Template[]): Template[] {
  for (const template of templates) {
    for (const value of template.arguments?.() ?? []) if (value instanceof Value) Object.assign(value, { value: readerOf(value) });
    const within = template.children?.(false, true);
    if (within !== undefined) readAtOnce(toValueSync(within) as Template[]);
    if (template instanceof Output) Object.assign(template, { render: putOutAtOnce });
  }
  return templates;
}

function putOutAtOnce(this: Output, context: Context, emitter: Emitter): void {
  emitter.write(toValue(this.value.value(context)));
}

type Reader = (context: Context) => unknown;

function readerOf({ initial, filters }: Value): Reader {
  const [first, ...others] = initial.postfix;
  const read =
    first !== undefined && others.length === 0 ? readerOfToken(first) : (context: Context) => toValueSync(initial.evaluate(context));
  const steps = filters.map(stepOf);
  return (context) => steps.reduce((value, step) => step(value, context), read(context));
}

function readerOfToken(token: Token): Reader {
  if ("content" in token) return () => token.content;
  const names = namesOf(token);
  if (names === null) return (context) => toValueSync(evalToken(token, context));
  const path = names.join(".");
  return (context) => (context as NamesContext).read(names, path);
}

/** Of `lead.campaign.name`; null: it is no name, or a part of it is read from another. */
function namesOf(token: Token): string[] | null {
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable !== undefined) return null;
  const parts = token.props.map((part) => ("content" in part ? part.content : null));
  return parts.every((part) => typeof part === "string") ? parts : null;
}

/** What liquidjs keeps to itself in its types. */
interface Handled {
  handler(value: unknown, ...args: unknown[]): unknown;
  token: unknown;
  liquid: unknown;
}

function stepOf(filter: Filter): (value: unknown, context: Context) => unknown {
  const { handler, token, liquid } = filter as unknown as Handled;
  if (filter.args.some(Array.isArray)) return (value, context) => toValueSync(filter.render(value, context));
  const args = (filter.args as Token[]).map(readerOfToken);
  return (value, context) =>
    toValueSync(handler.call({ context, token, liquid } as never, value, ...args.map((read) => read(context))) as never);
}
