import { sanitizeHtml } from "../../html/sanitize.ts";
import { linesOf, othersLines } from "../../hubspot/model/body-lines.ts";
import type { Language } from "../../language/language.ts";
import { LONGEST_BODY, cutHtml } from "./body.ts";

/** A body with our new text and what people wrote into the old one. */
export interface MergedBody {
  html: string;
  /** Our part of it, as it stands there. */
  ours: string;
  /** Ours had to be shortened for theirs. */
  isShortened: boolean;
}

/** The sentence that says so, and a word or two of ours. */
const LEAST_ROOM = 500;

/**
 * People's lines stay: below our new text, above its mark. Where both are longer than HubSpot takes, ours is shortened; where theirs fill it, the
 * body stays as it is. `ours`: hashes of all lines that we may have written.
 */
export function keepEdits(held: string, ours: Set<number>, next: string, language: Language = "en"): MergedBody {
  const theirs = othersLines(linesOf(held), ours);
  if (theirs.length === 0) return { html: next, ours: next, isShortened: false };
  const kept = theirs.map((line) => `<p>${sanitizeHtml(line)}</p>`).join("");
  const mark = next.lastIndexOf("<p");
  const [text, end] = mark === -1 ? [next, ""] : [next.slice(0, mark), next.slice(mark)];
  const room = LONGEST_BODY - kept.length - end.length;
  if (text.length <= room) return { html: text + kept + end, ours: next, isShortened: false };
  if (room < LEAST_ROOM) return { html: held, ours: next, isShortened: true };
  const cut = cutHtml(text, room, language);
  return { html: cut + kept + end, ours: cut + end, isShortened: true };
}
