import { GrammarError, Scanner } from "./scanner.ts";
import type { Name } from "./shapes.ts";
import { slip } from "./slips.ts";

export const WORD = /[\p{L}_][\p{L}\p{N}_-]*\??/uy;
const SEGMENT = /[\p{L}\p{N}_][\p{L}\p{N}_-]*\??/uy;
const NUMBER = /-?\d+(?:\.\d+)?(?![\p{L}_]|\.(?!\.))/uy;
const LITERALS = new Set(["true", "false", "nil", "null", "empty", "blank"]);

/** Reads what a tag or a filter can work with: names, texts in quotes, numbers, ranges. Collects the names. */
export class OperandReader extends Scanner {
  readonly names: Name[] = [];
  /** Whether this is what `{% if %}` tests. */
  protected testing = false;
  /** The operand read last, if it was a name or a text in quotes. */
  protected operandRead: { name: string } | { text: string; offset: number } | null = null;
  /** What was read last, and where it ended. */
  protected last: { kind: "name" | "filter"; text: string; end: number } | null = null;

  protected operand(expected: string): void {
    const offset = this.skip();
    this.operandRead = null;
    const first = this.source[this.at];
    if (this.at >= this.end) this.fail(expected);
    if (first === "'" || first === '"') return this.quoted(first);
    if (first === "(") return this.range();
    if (this.match(NUMBER) !== null) return;
    this.name(offset);
  }

  protected quoted(quote: string): void {
    const close = this.source.indexOf(quote, this.at + 1);
    if (close === -1 || close >= this.end) this.fail("this text's closing quote is missing");
    this.operandRead = { text: this.source.slice(this.at + 1, close), offset: this.at };
    this.at = close + 1;
  }

  protected range(): void {
    this.take("(");
    this.operand("a range needs a beginning");
    if (!this.take("..")) this.fail("a range is written `(1..5)`");
    this.operand("a range needs an end");
    if (!this.take(")")) this.fail("`)` is missing");
  }

  protected name(offset: number): void {
    const root = this.match(WORD) ?? this.unexpected(this.source[this.at] as string);
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
    this.operandRead = { name: segments.join(".") };
    this.names.push({ path: segments.join("."), segments, offset });
    this.last = { kind: "name", text: this.source.slice(offset, this.at), end: this.at };
  }

  /** Says that this does not belong here, and what was probably meant. */
  protected unexpected(found: string, otherwise = ""): never {
    const behind = this.last && this.source.slice(this.last.end, this.at).trim() === "" ? this.last : null;
    const rest = this.source.slice(this.at, this.end);
    const filter = behind?.kind === "filter" ? behind.text : null;
    const name = behind?.kind === "name" ? behind.text : null;
    const before = this.source.slice(this.begin, this.at).trim();
    const meant = slip({ before, rest, filter, name, condition: this.testing }) ?? otherwise;
    if (name !== null && (rest.startsWith("(") || meant.startsWith("A tag stands"))) this.names.pop();
    throw new GrammarError(this.at, `\`${found}\` does not belong here.${meant === "" ? "" : ` ${meant}`}`);
  }

  /** `["lead quality"]` and `[0]` go on with the path; `[other.name]` ends what can be known of it. */
  protected bracket(segments: string[], known: boolean): boolean {
    const begin = ++this.at;
    const before = this.names.length;
    this.operand("a name or a number is missing");
    const inside = this.source.slice(begin, this.at).trim();
    if (!this.take("]")) this.fail("`]` is missing");
    if (this.names.length > before) return false;
    if (known) segments.push(inside.replace(/^(["'])(.*)\1$/s, "$2"));
    return known;
  }
}
