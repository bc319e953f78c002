import { BoundedMap } from "../../bounded-map.ts";

const GAP = /\{\{[^{}]*\}\}|\{%[^{}]*%\}/g;
const QUOTED = /"([^"]*)"|'([^']*)'/g;
const wordsOf = new BoundedMap<string, Set<string>>();

/** Whether what a template put out stands in it word for word: between its tags, or quoted in one. Then its author can mend it. */
export function authorWrote(template: string, text: string): boolean {
  const words = wordsOf.get(template) ?? wordsOf.keep(template, readWords(template));
  return words.has(text.trim());
}

/** Whether a text is no more than what a template says around its gaps: `BR-` of `BR-{{ code }}`, of a call that has no code. */
export function isFrameOnly(template: string, text: string): boolean {
  const frame = template.split(GAP).join("").trim();
  return frame !== "" && frame !== template.trim() && text.trim() === frame;
}

function readWords(template: string): Set<string> {
  const between = template.split(GAP).map((piece) => piece.trim());
  const quoted = (template.match(GAP) ?? []).flatMap((gap) =>
    [...gap.matchAll(QUOTED)].map(([, double, single]) => (double ?? single ?? "").trim()),
  );
  return new Set([...between, ...quoted].filter((words) => words !== ""));
}
