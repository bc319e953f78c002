import { escapeHtml, unescapeHtml } from "./escape.ts";

/** What a note may hold. HubSpot's own editor makes no others. */
const ALLOWED = new Set(
  "p br strong b em i u ul ol li a h1 h2 h3 h4 h5 h6 table thead tbody tr td th blockquote hr span code pre div".split(" "),
);
const VOID = new Set(["br", "hr"]);
/** What stands inside of these is no text. */
const UNREADABLE = /^(?:script|style|iframe|object|embed|template|noscript|svg|math|title|textarea|xmp|select)$/;
const ENDED_BY: Record<string, Set<string>> = {
  p: new Set("p h1 h2 h3 h4 h5 h6 ul ol table div blockquote pre hr".split(" ")),
  li: new Set(["li"]),
  td: new Set(["td", "th", "tr"]),
  th: new Set(["td", "th", "tr"]),
  tr: new Set(["tr"]),
};

/** A comment, a tag with quoted or bare attributes, or something that only begins like one. */
const MARKUP = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>|</g;
/** For a text in which a tag's end was once looked for in vain: a quote is open somewhere, and looking on each time would take for ever. */
const PLAIN_MARKUP = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-zA-Z][a-zA-Z0-9-]*)([^<>]*)>|</g;
/** Nobody writes more levels; what is deeper loses its tags. */
const DEEPEST_LEVEL = 100;
const ATTRIBUTE = /(?<![a-zA-Z-])([a-zA-Z-]{1,30})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;

/**
 * Writes HTML anew from its text and the tags that are allowed: every tag that comes out was made here, with attributes that
 * were made here, and all are closed. Links lead to http or https only, and nothing in it runs.
 */
export function sanitizeHtml(html: string): string {
  return new Sanitizer(html).run();
}

class Sanitizer {
  private out = "";
  private readonly open: string[] = [];
  private readonly html: string;
  private pattern = MARKUP;

  constructor(html: string) {
    this.html = html;
  }

  run(): string {
    let from = 0;
    for (let found = this.next(from); found !== null; found = this.next(from)) {
      this.text(from, found.index);
      from = this.markup(found);
    }
    this.text(from, this.html.length);
    while (this.open.length > 0) this.out += `</${this.open.pop()}>`;
    return this.out;
  }

  private next(from: number): RegExpExecArray | null {
    this.pattern.lastIndex = from;
    return this.pattern.exec(this.html);
  }

  private text(from: number, to: number): void {
    if (from >= to) return;
    const text = this.html.slice(from, to);
    // A NUL stands for paragraphs of ours, which no paragraph can hold.
    const ours = this.open.at(-1) === "p" ? text.indexOf("\0") : -1;
    if (ours !== -1) {
      this.text(from, from + ours);
      this.close("p");
      return this.text(from + ours, to);
    }
    this.out += text.includes(">") ? text.replaceAll(">", "&gt;") : text;
  }

  /** Returns where to go on. */
  private markup([whole, slash, name, attributes = ""]: RegExpExecArray): number {
    const after = this.pattern.lastIndex;
    if (name === undefined) {
      if (whole === "<") this.stray(after);
      return after;
    }
    const tag = name.toLowerCase();
    if (ALLOWED.has(tag)) {
      if (slash === "/") this.close(tag);
      else this.start(tag, attributes);
      return after;
    }
    return slash === "" && UNREADABLE.test(tag) && !attributes.endsWith("/") ? this.behind(tag, after) : after;
  }

  private stray(after: number): void {
    this.out += "&lt;";
    if (/[a-zA-Z/]/.test(this.html.charAt(after))) this.pattern = PLAIN_MARKUP;
  }

  private behind(tag: string, from: number): number {
    const end = this.html.slice(from).search(new RegExp(`</${tag}\\s*>`, "i"));
    return end === -1 ? this.html.length : this.html.indexOf(">", from + end) + 1;
  }

  private start(tag: string, attributes: string): void {
    while (this.open.length > 0 && ENDED_BY[this.open.at(-1) as string]?.has(tag)) this.out += `</${this.open.pop()}>`;
    if (this.open.length >= DEEPEST_LEVEL) return;
    if (tag === "a") return this.link(attributes);
    const spans = tag === "td" || tag === "th" ? columns(attributes) : "";
    this.out += `<${tag}${spans}>`;
    if (!VOID.has(tag)) this.open.push(tag);
  }

  /** A link that leads nowhere good is left out; its text stays. */
  private link(attributes: string): void {
    const href = safeAddress(attribute(attributes, "href"));
    if (href === null) return;
    this.out += `<a href="${escapeHtml(href)}">`;
    this.open.push("a");
  }

  private close(tag: string): void {
    if (!this.open.includes(tag)) return;
    for (let closed = ""; closed !== tag;) {
      closed = this.open.pop() as string;
      this.out += `</${closed}>`;
    }
  }
}

function attribute(attributes: string, wanted: string): string {
  for (const [, name, double, single, bare] of attributes.matchAll(ATTRIBUTE)) {
    if (name?.toLowerCase() === wanted) return unescapeHtml(double ?? single ?? bare ?? "");
  }
  return "";
}

function columns(attributes: string): string {
  const span = attribute(attributes, "colspan");
  return /^[1-9]\d?$/.test(span) ? ` colspan="${span}"` : "";
}

/** White space, control and invisible characters inside an address only ever hide its scheme. */
function safeAddress(address: string): string | null {
  const plain = address.replace(/[\s\p{Cc}\p{Cf}]/gu, "");
  return /^https?:\/\//i.test(plain) && URL.canParse(plain) ? plain : null;
}
