import { distance } from "fastest-levenshtein";

/** The known word that was probably meant, or null if none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const candidate of known) {
    const away = distanceOf(word, candidate);
    if (away < bestDistance) [best, bestDistance] = [candidate, away];
  }
  return bestDistance <= reach(word) ? best : null;
}

/** Short words are near to everything: one slip for them, one in three characters for longer ones, four at most. */
function reach(word: string): number {
  return Math.min(4, Math.max(1, Math.floor(word.length / 3)));
}

/** Capital letters, `-` for `_`, and a plural count as half a slip; swapped letters (`form`) as one. */
function distanceOf(word: string, candidate: string): number {
  if (simple(word) === simple(candidate)) return 0.5;
  if (word.length === candidate.length && sorted(word) === sorted(candidate)) return 1;
  return word.length > 80 ? Infinity : distance(word.toLowerCase(), candidate.toLowerCase());
}

function simple(word: string): string {
  return word
    .toLowerCase()
    .replace(/[\s_-]/g, "")
    .replace(/s$/, "");
}

function sorted(word: string): string {
  return [...word.toLowerCase()].toSorted().join("");
}

export function didYouMean(word: string, known: Iterable<string>): string {
  const near = nearest(word, known);
  return near === null ? "" : ` Did you mean \`${near}\`?`;
}
