import { fingerprint } from "./fingerprint.ts";

/**
 * A long body's lines are kept for good a few at a time, each group as one number: its size above, a hash below. A hash of a line is never so large.
 * What somebody wrote into the middle of a group keeps that group from being known as ours: then its lines stay, too.
 */
const A_SIZE = 2 ** 32;

/** Too little of a hash to tell what the line said, enough to tell our lines from a person's: what is kept when values are erased. */
export const coarse = (hash: number): number => hash & 0xfffff;

/** Of a line that stands in the receipt of a settled call: 24 bits. Of a hundred thousand lines that people write one is taken for one of ours. */
export const inReceipt = (hash: number): number => hash & 0xffffff;

const groupOf = (lines: number[]): number => lines.length * A_SIZE + coarse(fingerprint(lines.map(coarse).join(" ")));

/** How many lines it stands for; 1: it is a line's hash. */
export const sizeOf = (hash: number): number => Math.max(1, Math.floor(hash / A_SIZE));

/** The hash in it, without its size. */
export const hashIn = (hash: number): number => hash % A_SIZE;

export const withSize = (size: number, hash: number): number => (size > 1 ? size * A_SIZE : 0) + hash;

/** The same lines, in so many numbers at the most. */
export function grouped(lines: readonly number[], most: number): number[] {
  const [groups, single] = [lines.filter((line) => sizeOf(line) > 1), [...new Set(lines.filter((line) => sizeOf(line) === 1))]];
  const size = Math.ceil(single.length / most);
  if (size <= 1) return [...groups, ...single.map(coarse)];
  const more = Array.from({ length: Math.ceil(single.length / size) }, (_, at) => single.slice(at * size, (at + 1) * size));
  return [...groups, ...more.map((some) => (some.length === 1 ? coarse(some[0] as number) : groupOf(some)))];
}

/** Those of a body's lines that stand in a group of ours, whole and in its order. */
export function inGroups(lines: readonly number[], ours: ReadonlySet<number>): Set<number> {
  const sizes = new Set([...ours].map(sizeOf).filter((size) => size > 1));
  const inOrder = [...new Set(lines)];
  const found = new Set<number>();
  for (const size of sizes)
    for (let at = 0; at + size <= inOrder.length; at++) {
      const some = inOrder.slice(at, at + size);
      if (ours.has(groupOf(some))) for (const line of some) found.add(line);
    }
  return found;
}
