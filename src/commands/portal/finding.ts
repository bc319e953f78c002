import { distance } from "fastest-levenshtein";
import type { PortalFacts } from "./portal-facts.ts";
import type { Checked, Place, PropertyUse } from "./uses.ts";

/** Something that does not fit, and what to do. Part of the public contract (`portal -- check --json`). */
export interface Finding extends Place {
  /** The check's name. */
  check: string;
  message: string;
  fix: string;
  /** What there is instead, the nearest first. */
  nearest: string[];
}

export interface CheckInput {
  checked: Checked;
  uses: PropertyUse[];
  facts: PortalFacts;
}

/** One question to the portal: what it is, and what is wrong. */
export interface PortalCheck {
  name: string;
  /** What is well where it finds nothing. */
  describe: string;
  run(input: CheckInput): Omit<Finding, "check">[];
}

/** What concerns no line of a mapping. */
export const NOWHERE: Place = { file: "", line: 0, column: 0, path: "" };

const MOST_NEAREST = 5;

/** The nearest of what there is; every one of a few. */
export function nearestOf(word: string, known: Iterable<string>): string[] {
  const away = (other: string) => distance(word.toLowerCase().slice(0, 80), other.toLowerCase().slice(0, 80));
  return [...new Set(known)].toSorted((a, b) => away(a) - away(b)).slice(0, MOST_NEAREST);
}

export const listed = (words: string[]): string => words.map((word) => `“${word}”`).join(", ");

/** “There are …”, where there is anything. */
export function thereAre(nearest: string[]): string {
  return nearest.length === 0 ? "" : ` There ${nearest.length === 1 ? "is" : "are"} ${listed(nearest)}.`;
}
