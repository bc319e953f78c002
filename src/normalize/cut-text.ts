/** A mark, a skin tone or a joiner stands within so many code units of what it belongs to. */
const LONGEST_CHARACTER = 64;
/** Words are shorter; what is not (an address, a key) is cut where it is. */
const LONGEST_WORD = 80;

/** At most so many UTF-16 units (as HubSpot counts), cut between words, or else between whole characters, and ended with `…`. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const whole = text.slice(0, wholeCharacters(text, most - 1));
  const word = Math.max(whole.lastIndexOf(" "), whole.lastIndexOf("\n"));
  const isBetween = /\s/.test(text.charAt(whole.length));
  const isOneWord = word < Math.max(1, whole.length - LONGEST_WORD);
  return `${(isBetween || isOneWord ? whole : whole.slice(0, word)).trimEnd()}…`;
}

/** The last end of a whole character at or before `most`: a letter keeps its accents, an emoji its skin. */
export function wholeCharacters(text: string, most: number): number {
  if (text.length <= most) return text.length;
  const from = Math.max(0, most - LONGEST_CHARACTER);
  const start = isLowSurrogate(text, from) ? from + 1 : from;
  let end = start;
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(
    text.slice(start, most + LONGEST_CHARACTER),
  )) {
    if (start + index + segment.length > most) break;
    end = start + index + segment.length;
  }
  return end > start ? end : isLowSurrogate(text, most) ? most - 1 : most;
}

const isLowSurrogate = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
};
