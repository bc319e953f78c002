import type { Name, Span, TemplateProblem } from "./shapes.ts";

/** Thrown at the first thing in a `{{ }}` or `{% %}` that makes no sense; one a tag is enough. */
export class GrammarError extends Error {
  readonly problem: TemplateProblem;
  constructor(offset: number, message: string) {
    super(message);
    this.problem = { offset, message };
  }
}

const WORD = /[\p{L}_][\p{L}\p{N}_-]*\??/uy;
const SEGMENT = /[\p{L}\p{N}_][\p{L}\p{N}_-]*\??/uy;
const NUMBER = /-?\d+(?:\.\d+)?(?![\p{L}_]|\.(?!\.))/uy;
const OPERATOR = /==|!=|<>|>=|<=|>|<|contains(?![\p{L}\p{N}_-])/uy;
const SPACE = /\s*/y;
const LITERALS = new Set(["true", "false", "nil", "null", "empty", "blank"]);

/**
 * Reads the inside of one `{{ }}` or `{% %}`, more strictly than the engine does: what it would pass over in silence is an error here.
 * Collects the names that are read and the filters that are used.
 */
export class Grammar {
  readonly names: Name[] = [];
  readonly filters: { name: string; offset: number }[] = [];
  private at: number;
  private readonly source: string;
  private readonly end: number;

  constructor(source: string, [begin, end]: Span) {
    this.source = source;
    this.at = begin;
    this.end = end;
  }

  /** `a.b | filter: c, named: d` and then nothing. */
  filtered(): void {
    this.operand("there is nothing here to put out: a name is missing");
    this.filterChain();
    this.nothingMore();
  }

  filterChain(): void {
    while (this.take("|")) {
      const offset = this.skip();
      const name = this.match(WORD) ?? this.fail("the name of a filter is missing after `|`");
      this.filters.push({ name, offset });
      if (this.take(":")) do this.argument(); while (this.take(","));
    }
  }

  /** `a == b and c contains d`, then nothing. */
  condition(): void {
    do {
      this.word("not");
      this.operand("a condition needs something to test");
      const operator = this.symbol(OPERATOR);
      if (operator !== null) this.operand(`something to compare with is missing after \`${operator}\``);
      else this.noSingleEquals();
    } while (this.word("and") || this.word("or"));
    this.nothingMore();
  }

  operands(...separators: string[]): void {
    do this.operand("a value is missing");
    while (separators.some((separator) => this.take(separator)) || this.word("or"));
    this.nothingMore();
  }

  /** `turn in call.turns limit: 5 reversed` → the loop's own name. */
  loop(): string {
    const own = this.identifier("a loop needs a name: `{% for turn in call.turns %}`");
    if (!this.word("in")) this.fail(`\`in\` is missing: \`{% for ${own} in call.turns %}\``);
    this.operand("a list is missing after `in`");
    for (;;) {
      this.take(",");
      if (this.word("reversed")) continue;
      if (!this.word("limit") && !this.word("offset")) break;
      if (!this.take(":")) this.fail("`:` is missing");
      this.operand("a number is missing");
    }
    this.nothingMore();
    return own;
  }

  assignment(): string {
    const own = this.identifier("`assign` needs a name: `{% assign note = status %}`");
    if (!this.take("=")) this.fail(`\`=\` is missing: \`{% assign ${own} = … %}\``);
    this.filtered();
    return own;
  }

  only(expected: string): string {
    const own = this.identifier(expected);
    this.nothingMore();
    return own;
  }

  nothingMore(): void {
    this.skip();
    if (this.at >= this.end) return;
    const rest = this.source.slice(this.at, this.end);
    const found = /^(\S{1,30})/.exec(rest)?.[1] ?? rest;
    throw new GrammarError(this.at, `\`${found}\` does not belong here. Between a name and a filter stands \`|\`; a text stands in quotes.`);
  }

  private argument(): void {
    this.skip();
    const named = /[\p{L}_][\p{L}\p{N}_]*\s*:/uy;
    named.lastIndex = this.at;
    if (named.test(this.source)) this.at = named.lastIndex;
    this.operand("a value is missing");
  }

  private operand(expected: string): void {
    const offset = this.skip();
    const first = this.source[this.at];
    if (this.at >= this.end) this.fail(expected);
    if (first === "'" || first === '"') return this.quoted(first);
    if (first === "(") return this.range();
    if (this.match(NUMBER) !== null) return;
    this.name(offset);
  }

  private quoted(quote: string): void {
    const close = this.source.indexOf(quote, this.at + 1);
    if (close === -1 || close >= this.end) this.fail("this text's closing quote is missing");
    this.at = close + 1;
  }

  private range(): void {
    this.take("(");
    this.operand("a range needs a beginning");
    if (!this.take("..")) this.fail("a range is written `(1..5)`");
    this.operand("a range needs an end");
    if (!this.take(")")) this.fail("`)` is missing");
  }

  private name(offset: number): void {
    const root = this.match(WORD) ?? this.fail(`\`${this.source[this.at]}\` does not belong here`);
    const segments = [root];
    let known = true;
    for (;;) {
      if (this.source[this.at] === "." && this.source[this.at + 1] !== ".") {
        this.at++;
        const segment = this.match(SEGMENT) ?? this.fail("a name is missing after `.`");
        if (known) segments.push(segment);
      } else if (this.source[this.at] === "[") known = this.bracket(segments, known);
      else break;
    }
    if (LITERALS.has(root) && segments.length === 1) return;
    this.names.push({ path: segments.join("."), segments, offset });
  }

  /** `["lead quality"]` and `[0]` go on with the path; `[other.name]` ends what can be known of it. */
  private bracket(segments: string[], known: boolean): boolean {
    const begin = ++this.at;
    const before = this.names.length;
    this.operand("a name or a number is missing");
    const inside = this.source.slice(begin, this.at).trim();
    if (!this.take("]")) this.fail("`]` is missing");
    if (this.names.length > before) return false;
    if (known) segments.push(inside.replace(/^(["'])(.*)\1$/s, "$2"));
    return known;
  }

  private identifier(expected: string): string {
    this.skip();
    return this.match(WORD) ?? this.fail(expected);
  }

  private noSingleEquals(): void {
    this.skip();
    if (this.source[this.at] === "=") this.fail("to compare, write `==`");
  }

  private word(word: string): boolean {
    this.skip();
    const after = this.source[this.at + word.length];
    if (!this.source.startsWith(word, this.at) || this.at + word.length > this.end || (after !== undefined && /[\p{L}\p{N}_.-]/u.test(after))) return false;
    this.at += word.length;
    return true;
  }

  private symbol(pattern: RegExp): string | null {
    this.skip();
    return this.match(pattern);
  }

  private take(text: string): boolean {
    this.skip();
    if (this.at >= this.end || !this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0] ?? null;
    if (found === null || this.at + found.length > this.end) return null;
    this.at += found.length;
    return found;
  }

  private skip(): number {
    this.match(SPACE);
    return this.at;
  }

  private fail(message: string): never {
    throw new GrammarError(this.at, `${message[0]?.toUpperCase()}${message.slice(1)}.`);
  }
}
