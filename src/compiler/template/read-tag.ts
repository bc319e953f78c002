import { TAGS } from "../../mapping/template/tags.ts";
import { Grammar } from "./grammar.ts";
import { GrammarError } from "./scanner.ts";
import type { Span, TemplateProblem } from "./shapes.ts";

const BLOCKS = new Set(["if", "unless", "case", "for", "capture", "comment", "raw"]);
const INSIDE: Record<string, string[]> = {
  elsif: ["if", "unless"],
  else: ["if", "unless", "case", "for"],
  when: ["case"],
  break: ["for"],
  continue: ["for"],
};

interface Open {
  tag: string;
  offset: number;
  own: string | null;
  /** The name that a `case` looks at. */
  looksAt?: string | null;
}

/** Follows a template's tags from first to last: which blocks are open, which names are the template's own. */
export class TagReader {
  inComment = false;
  private readonly open: Open[] = [];
  private readonly assigned = new Set<string>();
  private readonly strangers = new Set<string>();
  private readonly source: string;
  private grammar = new Grammar("", [0, 0]);

  constructor(source: string) {
    this.source = source;
  }

  /** Throws GrammarError. */
  read(tag: string, offset: number, content: Span): void {
    const begin = this.source.indexOf(tag, content[0]) + tag.length;
    this.grammar = new Grammar(this.source, [begin, content[1]]);
    if (this.inComment && tag !== "endcomment") return;
    if (tag.startsWith("#")) return;
    if (tag.startsWith("end") && BLOCKS.has(tag.slice(3))) return this.close(tag.slice(3), offset);
    if (!Object.hasOwn(TAGS, tag)) return this.unknown(tag, offset);
    this.mustStandInside(tag, offset);
    this.arguments(tag, offset, content);
  }

  /** What the tag just read names and filters. */
  take(): Grammar {
    return this.grammar;
  }

  isLocal(name: string): boolean {
    return this.assigned.has(name) || this.open.some(({ own }) => own !== null && (own === name || name === "forloop"));
  }

  unclosed(): TemplateProblem[] {
    return this.open.map(({ tag, offset }) => ({ offset, message: `\`{% ${tag} %}\` is never closed: \`{% end${tag} %}\` is missing.` }));
  }

  /** The end of a tag that is unknown itself is the same mistake. */
  private unknown(tag: string, offset: number): void {
    if (this.strangers.has(tag)) return;
    this.strangers.add(`end${tag}`);
    throw new GrammarError(offset, unknownTag(tag));
  }

  private arguments(tag: string, offset: number, content: Span): void {
    const open: Open = { tag, offset, own: null };
    if (BLOCKS.has(tag)) this.open.push(open);
    if (tag === "if" || tag === "unless" || tag === "elsif") this.grammar.condition();
    else if (tag === "case") open.looksAt = this.grammar.operands([]);
    else if (tag === "when") this.grammar.operands([","], this.open.at(-1)?.looksAt);
    else if (tag === "for") open.own = this.grammar.loop();
    else if (tag === "assign") this.assigned.add(this.grammar.assignment());
    else if (tag === "capture") this.assigned.add(this.grammar.only("`capture` needs a name: `{% capture greeting %}`"));
    else if (tag === "comment") this.inComment = true;
    else if (tag === "else" && /^\s*if\b/.test(this.source.slice(...content).slice(tag.length)))
      throw new GrammarError(offset, "`{% else if %}` is one word here: `{% elsif … %}`.");
    else this.grammar.nothingMore();
  }

  private close(tag: string, offset: number): void {
    this.grammar.nothingMore();
    const last = this.open.at(-1);
    if (last?.tag !== tag) {
      const before = last ? `; \`{% ${last.tag} %}\` is open: close it with \`{% end${last.tag} %}\` first` : "";
      throw new GrammarError(offset, `\`{% end${tag} %}\` closes nothing here${before}.`);
    }
    this.open.pop();
    if (tag === "comment") this.inComment = false;
  }

  private mustStandInside(tag: string, offset: number): void {
    const parents = INSIDE[tag];
    if (!parents) return;
    const fits =
      tag === "break" || tag === "continue"
        ? this.open.some((block) => block.tag === "for")
        : parents.includes(this.open.at(-1)?.tag ?? "");
    if (!fits)
      throw new GrammarError(offset, `\`{% ${tag} %}\` stands outside of ${parents.map((parent) => `\`{% ${parent} %}\``).join(" or ")}.`);
  }
}

function unknownTag(tag: string): string {
  return `\`{% ${tag} %}\` is not a tag I know here.`;
}
