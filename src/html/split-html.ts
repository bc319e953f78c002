/** No element may stand in these, and nothing closes them. */
const VOID = new Set(["br", "hr"]);
const TAG = /<(\/?)([a-z][a-z0-9]*)[^>]*>/gi;
/** Nothing that people write is longer: what is (an address) is cut where it is. */
const LONGEST_WORD = 80;

/** Sanitised HTML as pieces of at most so many UTF-16 units, each whole and closed: parted between paragraphs where it can be, else between words. */
export function splitHtml(html: string, most: number): string[] {
  const pieces: string[] = [];
  let rest = html;
  while (rest.length > most) {
    const { at, open } = cutPlace(rest, most);
    // A tag that is longer than a piece, such as a link without end: what it holds goes without it.
    if (at <= open.join("").length) {
      rest = rest.replace(/^([^<]*)<[^>]*>/, "$1");
      continue;
    }
    pieces.push(
      rest.slice(0, at) +
        open
          .toReversed()
          .map((tag) => `</${nameOf(tag)}>`)
          .join(""),
    );
    rest = open.join("") + rest.slice(at).trimStart();
  }
  return rest.trim() === "" && pieces.length > 0 ? pieces : [...pieces, rest];
}

const nameOf = (tag: string): string => /^<([a-z0-9]+)/i.exec(tag)?.[1] ?? "";

/** Where to cut, and the tags that are open there. Half a piece at least goes along: a paragraph without end must not stop it. */
function cutPlace(html: string, most: number): { at: number; open: string[] } {
  const open: string[] = [];
  let between = 0;
  let within: { at: number; open: string[] } | null = null;
  for (const { 0: tag, 1: slash, 2: name = "", index } of html.matchAll(TAG)) {
    const closing = open.reduce((length, each) => length + nameOf(each).length + 3, 0);
    if (index > most - closing) within ??= { at: wordEnd(html, most - closing), open: [...open] };
    const end = index + tag.length;
    if (end > most) break;
    if (slash === "/") open.pop();
    else if (!VOID.has(name.toLowerCase())) open.push(tag);
    if (open.length === 0) between = end;
  }
  if (between > most / 2) return { at: between, open: [] };
  const closing = open.reduce((length, each) => length + nameOf(each).length + 3, 0);
  return within ?? { at: wordEnd(html, most - closing), open: [...open] };
}

/** The last end of a word at or before `most`; not within a tag, an entity or a character. */
function wordEnd(html: string, most: number): number {
  const whole = html.slice(0, isLowSurrogate(html, most) ? most - 1 : most).replace(/<[^<>]*$|&[#\w]*$/, "");
  if (/[\s<]/.test(html.charAt(whole.length))) return whole.length;
  const word = /[^\s<>]*$/.exec(whole)?.[0].length ?? 0;
  return word > LONGEST_WORD ? whole.length : whole.length - word;
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
