import type { Span, TemplateProblem } from "./shapes.ts";

/** Thrown at the first thing in a `{{ }}` or `{% %}` that makes no sense; one a tag is enough. */
export class GrammarError extends Error {
  readonly problem: TemplateProblem;
  constructor(offset: number, message: string) {
    super(message);
    this.problem = { offset, message };
  }
}

const SPACE = /\s*/y;

/** Goes through one stretch of a template, from left to right. */
export class Scanner {
  protected at: number;
  protected readonly source: string;
  protected readonly begin: number;
  protected readonly end: number;

  constructor(source: string, [begin, end]: Span) {
    this.source = source;
    this.at = begin;
    this.begin = begin;
    this.end = end;
  }

  protected word(word: string): boolean {
    this.skip();
    const after = this.source[this.at + word.length];
    if (
      !this.source.startsWith(word, this.at) ||
      this.at + word.length > this.end ||
      (after !== undefined && /[\p{L}\p{N}_.-]/u.test(after))
    )
      return false;
    this.at += word.length;
    return true;
  }

  protected symbol(pattern: RegExp): string | null {
    this.skip();
    return this.match(pattern);
  }

  protected take(text: string): boolean {
    this.skip();
    if (this.at >= this.end || !this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  protected match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0] ?? null;
    if (found === null || this.at + found.length > this.end) return null;
    this.at += found.length;
    return found;
  }

  protected skip(): number {
    this.match(SPACE);
    return this.at;
  }

  protected fail(message: string): never {
    throw new GrammarError(this.at, `${message[0]?.toUpperCase()}${message.slice(1)}.`);
  }
}
