import { OperandReader, WORD } from "./operands.ts";
import type { Comparison, FilterUse } from "./shapes.ts";

const OPERATOR = /==|!=|<>|>=|<=|>|<|contains(?![\p{L}\p{N}_-])/uy;

/**
 * Reads the inside of one `{{ }}` or `{% %}`, more strictly than the engine does: what it would pass over in silence is an error here.
 * Collects the names that are read and the filters that are used.
 */
export class Grammar extends OperandReader {
  readonly filters: FilterUse[] = [];
  readonly comparisons: Comparison[] = [];

  /** `a.b | filter: c, named: d` and then nothing. */
  filtered(): void {
    this.operand("there is nothing here to put out: a name is missing");
    this.filterChain();
    this.nothingMore();
  }

  filterChain(): void {
    let before: FilterUse["text"] = this.operandRead !== null && "text" in this.operandRead ? this.operandRead : null;
    while (this.pipe()) {
      const offset = this.skip();
      const name = this.match(WORD) ?? this.fail("the name of a filter is missing after `|`");
      this.filters.push({ name, offset, text: before });
      before = null;
      this.last = { kind: "filter", text: name, end: this.at };
      if (this.take(":"))
        do this.argument();
        while (this.take(","));
    }
  }

  /** `a == b and c contains d`, then nothing. */
  condition(): void {
    this.testing = true;
    do {
      this.word("not");
      this.operand("a condition needs something to test");
      const left = this.operandRead;
      const operator = this.symbol(OPERATOR);
      if (operator !== null) this.operand(`something to compare with is missing after \`${operator}\``);
      else this.noSingleEquals();
      if (operator === "==" || operator === "!=") this.compare(left, this.operandRead);
    } while (this.word("and") || this.word("or"));
    this.nothingMore();
  }

  /** What `case` and `when` stand before. `against`: the name that `case` looks at. Returns the name, if it is one. */
  operands(separators: string[], against: string | null = null): string | null {
    do {
      this.operand("a value is missing");
      if (against !== null) this.compare({ name: against }, this.operandRead);
    } while (separators.some((separator) => this.take(separator)) || this.word("or"));
    this.nothingMore();
    return this.operandRead && "name" in this.operandRead ? this.operandRead.name : null;
  }

  private compare(left: typeof this.operandRead, right: typeof this.operandRead): void {
    const [name, text] = left && "name" in left ? [left, right] : [right, left];
    if (name && "name" in name && text && "text" in text) this.comparisons.push({ name: name.name, text: text.text, offset: text.offset });
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
    const found = /^\([^()]{0,30}\)|^\S{1,30}/.exec(rest)?.[0] ?? rest;
    this.unexpected(found, "Between a name and a filter stands `|`; a text stands in quotes.");
  }

  private pipe(): boolean {
    this.skip();
    if (this.source.startsWith("||", this.at)) this.unexpected("||");
    return this.take("|");
  }

  private argument(): void {
    this.skip();
    const named = /[\p{L}_][\p{L}\p{N}_]*\s*:/uy;
    named.lastIndex = this.at;
    if (named.test(this.source)) this.at = named.lastIndex;
    this.operand("a value is missing");
  }

  private identifier(expected: string): string {
    this.skip();
    return this.match(WORD) ?? this.fail(expected);
  }

  private noSingleEquals(): void {
    this.skip();
    if (this.source[this.at] === "=") this.fail("to compare, write `==`");
  }
}
