/** The tags that HubSpot shows in a note. Everything else is shown as the text inside it. */
const SHOWN = new Set(["p", "br", "strong", "b", "em", "i", "u", "ul", "ol", "li", "a", "h3"]);
/** Elements whose text is not text. */
const SWALLOWED = /<(script|style|iframe|object|template|svg|math|noscript|textarea|title|head)\b[\s\S]*?(<\/\1\s*>|$)/gi;
const COMMENT = /<!--[\s\S]*?(-->|$)/g;
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;
const LINK = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;

/** HTML for a page: only the shown tags, closed, no attributes but safe links; any other `<` is text. */
export function shownHtml(html: string): string {
  const open: string[] = [];
  const cleaned = keptHtml(html);
  let shown = "";
  let from = 0;
  for (const match of cleaned.matchAll(TAG)) {
    shown += escapedAngles(cleaned.slice(from, match.index)) + shownTag(match, open);
    from = match.index + match[0].length;
  }
  return shown + escapedAngles(cleaned.slice(from)) + closed(open, 0);
}

/** What HubSpot keeps of an HTML value: no comments, no code. Never rely on a hidden mark. */
export function keptHtml(html: string): string {
  return html.replace(COMMENT, "").replace(SWALLOWED, "");
}

/** Only the words. */
export function htmlText(html: string): string {
  return keptHtml(html)
    .replace(/<(br|\/p|\/li|\/h\d)\b[^>]*>/gi, " ")
    .replace(TAG, "")
    .replace(/\s+/g, " ")
    .trim();
}

function shownTag([, slash, tag = "", attributes = ""]: RegExpMatchArray, open: string[]): string {
  const name = tag.toLowerCase();
  if (!SHOWN.has(name)) return "";
  if (name === "br") return slash ? "" : "<br>";
  if (slash) return open.includes(name) ? closed(open, open.lastIndexOf(name)) : "";
  open.push(name);
  return name === "a" ? shownLink(attributes) : `<${name}>`;
}

/** Closes what was opened, down to that depth. */
function closed(open: string[], depth: number): string {
  return open
    .splice(depth)
    .reverse()
    .map((name) => `</${name}>`)
    .join("");
}

function shownLink(attributes: string): string {
  const link = LINK.exec(attributes);
  const href = (link?.[1] ?? link?.[2] ?? link?.[3] ?? "").trim();
  if (!/^(https?:|mailto:|tel:)/i.test(href)) return "<a>";
  return `<a href="${escapedAngles(href).replaceAll('"', "&quot;")}" rel="noopener noreferrer nofollow" target="_blank">`;
}

function escapedAngles(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
