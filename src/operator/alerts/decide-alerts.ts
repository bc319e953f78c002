import type { Condition } from "./conditions.ts";

/** What was said of a cause. */
interface Said {
  /** ms; when it was last said to have begun. */
  at: number;
  /** Said when it ends; null: it has ended. */
  over: string | null;
  path: string;
}

/** By cause; kept between the looks. */
export type AlertMemory = Record<string, Said>;

export interface Line {
  text: string;
  path: string;
  isOver: boolean;
}

/** A cause that comes and goes is told of once an hour. */
const EVERY_MS = 3_600_000;
/** What has been over for so long is forgotten. */
const FORGET_MS = 7 * 86_400_000;

/** What has changed since the last look, and what to remember once it is said. Pure. */
export function decideAlerts(conditions: Condition[], memory: AlertMemory, now: number): { lines: Line[]; memory: AlertMemory } {
  const begun = conditions.filter(({ cause }) => mayBegin(memory[cause], now));
  const holds = new Set(conditions.map(({ cause }) => cause));
  const ended = Object.entries(memory).filter(([cause, { over }]) => over !== null && !holds.has(cause));
  const kept = Object.entries(memory).filter(([, { over, at }]) => over !== null || at > now - FORGET_MS);
  return {
    lines: [
      ...begun.map(({ text, path }) => ({ text, path, isOver: false })),
      ...ended.map(([, { over, path }]) => ({ text: over as string, path, isOver: true })),
    ],
    memory: {
      ...Object.fromEntries(kept),
      ...Object.fromEntries(ended.map(([cause, said]) => [cause, { ...said, over: null }])),
      ...Object.fromEntries(begun.map(({ cause, over, path }) => [cause, { at: now, over, path }])),
    },
  };
}

function mayBegin(said: Said | undefined, now: number): boolean {
  return said === undefined || (said.over === null && now - said.at >= EVERY_MS);
}
