import type { Suspect } from "../ledger/begun.ts";

/** So many calls are taken one by one after the object died over them; of more, as many together as there are then such batches: each may die once more. */
const ONE_BY_ONE = 16;
/** One call's doing is done over the same calls, ever fewer of them. After so many deaths over others each, machines are taken away: nearly all are innocent. */
const UNRELATED_DEATHS = 3;
/** Then they go in so many parts: each part costs as many requests as a batch. */
const PARTS_OF_INNOCENT = 4;
/** Of so many deaths over batches that it was in, or of as many as were unrelated, each may be chance. After more, it goes as the last of them left it. */
const CHANCE_DEATHS = 2;

/** A suspect whose call is due. */
export interface DueSuspect extends Suspect {
  /** How often its turn has come to nothing since the object woke: it waits for what another has left unfinished, and that one must have its turn. */
  turns: number;
  /** Whether it has left something unfinished: others may wait for it. */
  isUnfinished: boolean;
}

/** How many may go together of those that the object died over together. */
export const partOf = (calls: number): number => (calls <= ONE_BY_ONE ? 1 : Math.ceil(Math.sqrt(calls)));

/** Which of them go next: of those whose turns have come least, those over which it died least. */
export function goTogether<D extends DueSuspect>(due: D[]): D[] {
  // What a bug stopped, nobody died over.
  const unrelated = new Set(due.flatMap(({ since }) => since ?? [])).size;
  const [first, ...others] = due.toSorted((a, b) => inOrder(a, b, unrelated) || byTurn(a, b) || b.size - a.size);
  if (first === undefined) return [];
  const alike = [first, ...others.filter((each) => byDeaths(each, first) === 0)];
  const part = partAmong(alike.length, first, unrelated);
  if (part > first.size) return inTurn(alike, part);
  const asSmall = alike.filter(({ size }) => size >= first.size);
  return inTurn(asSmall, first.size);
}

function inOrder(a: DueSuspect, b: DueSuspect, unrelated: number): number {
  // Others wait for what it has left unfinished.
  const goesAhead = (each: DueSuspect) => Number(each.isUnfinished && isInnocent(each, unrelated));
  return a.turns - b.turns || goesAhead(b) - goesAhead(a) || byDeaths(a, b);
}

const byDeaths = (a: Suspect, b: Suspect): number => a.deaths - b.deaths || (a.together ?? 0) - (b.together ?? 0);
const byTurn = (a: DueSuspect, b: DueSuspect): number => a.turns - b.turns || Number(b.isUnfinished) - Number(a.isUnfinished);

/** Those whose turn it is first. Neighbours share records (a company, a lead), of which one batch takes one call: they are taken from all along the line. */
function inTurn<D extends DueSuspect>(line: D[], most: number): D[] {
  const lines = [...Map.groupBy(line.toSorted(byTurn), ({ turns, isUnfinished }) => `${turns} ${isUnfinished}`).values()];
  return lines.reduce<D[]>((taken, each) => [...taken, ...spread(each, most - taken.length)], []);
}

function spread<T>(line: T[], most: number): T[] {
  const count = Math.min(most, line.length);
  return Array.from({ length: count }, (_, index) => line[Math.floor((index * line.length) / count)] as T);
}

/** How many go together of as many that are alike, whatever was apart before. */
function partAmong(calls: number, suspect: Suspect, unrelated: number): number {
  if (!mayBeChance(suspect, unrelated) || calls <= ONE_BY_ONE) return 1;
  return isInnocent(suspect, unrelated) ? Math.max(ONE_BY_ONE, Math.ceil(calls / PARTS_OF_INNOCENT)) : partOf(calls);
}

/** It did not die over this one alone, nor more often over what this one was in than chance has it. */
const mayBeChance = ({ deaths, together = 0 }: Suspect, unrelated: number): boolean =>
  deaths === 1 && together <= Math.max(CHANCE_DEATHS, unrelated);

/** As far as one can tell. */
const isInnocent = (suspect: Suspect, unrelated: number): boolean => unrelated >= UNRELATED_DEATHS && mayBeChance(suspect, unrelated);
