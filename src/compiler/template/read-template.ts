import { TokenKind, Tokenizer, type TopLevelToken } from "liquidjs";
import { Grammar } from "./grammar.ts";
import { TagReader } from "./read-tag.ts";
import { GrammarError } from "./scanner.ts";
import type { Comparison, FilterUse, Name, Span, TemplateProblem } from "./shapes.ts";

/** What can be known of a template without rendering it. */
export interface ReadTemplate {
  problems: TemplateProblem[];
  names: Name[];
  filters: FilterUse[];
  comparisons: Comparison[];
}

/** Ends of a path that Liquid computes: `call.turns.size`. */
const COMPUTED = new Set(["size", "first", "last"]);

/** Reads a template's every `{{ }}` and `{% %}` by itself, so that one mistake does not hide the next. Never throws. */
export function readTemplate(source: string): ReadTemplate {
  const read: ReadTemplate = { problems: [], names: [], filters: [], comparisons: [] };
  const tokens = topLevelTokens(source, read.problems);
  const tags = new TagReader(source);
  for (const token of tokens) {
    if (token.kind !== TokenKind.Tag && token.kind !== TokenKind.Output) continue;
    readToken(source, token as Delimited, tags, read);
  }
  if (read.problems.length === 0) read.problems.push(...tags.unclosed());
  return read;
}

type Delimited = TopLevelToken & { contentRange: Span; name?: string };

function readToken(source: string, token: Delimited, tags: TagReader, read: ReadTemplate): void {
  const grammar = new Grammar(source, token.contentRange);
  try {
    if (token.kind === TokenKind.Tag) tags.read(token.name ?? "", token.begin, token.contentRange);
    else if (!tags.inComment) grammar.filtered();
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    read.problems.push(error.problem);
  }
  const found = token.kind === TokenKind.Tag ? tags.take() : grammar;
  read.names.push(...found.names.filter(({ segments }) => !tags.isLocal(segments[0] as string)).map(withoutComputed));
  read.filters.push(...found.filters);
  read.comparisons.push(...found.comparisons.filter(({ name }) => !tags.isLocal(name.split(".")[0] as string)));
}

function withoutComputed(name: Name): Name {
  const end = name.segments.findIndex((segment, index) => index > 0 && COMPUTED.has(segment));
  if (end === -1) return name;
  const segments = name.segments.slice(0, end);
  return { ...name, segments, path: segments.join(".") };
}

function topLevelTokens(source: string, problems: TemplateProblem[]): TopLevelToken[] {
  try {
    return new Tokenizer(source).readTopLevelTokens();
  } catch (error) {
    const begin = (error as { token?: { begin?: number } }).token?.begin ?? 0;
    problems.push({ offset: begin, message: notClosed(source, begin) });
    return [];
  }
}

function notClosed(source: string, begin: number): string {
  if (source.startsWith("{{", begin)) return "This `{{` is never closed: `}}` is missing.";
  if (source.startsWith("{%", begin))
    return /^\{%-?\s*%\}/.test(source.slice(begin)) ? "This tag is empty." : "This `{%` is never closed: `%}` is missing.";
  return "This is not a template that can be read.";
}
