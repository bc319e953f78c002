import type { Random } from "../random.ts";

/** `before` the request takes effect, or `after`: then what it asked is done and the answer is lost. */
type Effect =
  | "error-before"
  | "error-after"
  | "drop-before"
  | "drop-after"
  | "hang-before"
  | "hang-after"
  | "empty-before"
  | "empty-after"
  | "rate-limited"
  | "locked"
  | "migrating"
  | "conflict";

/** A fault for the next requests that fit, then no more. */
export interface OneShot {
  effect: Effect;
  method?: string;
  /** part of the canonical path or kind: `notes/batch/create` */
  path?: string;
  /** how many requests; 1 unless told */
  times?: number;
  /** for errors; 500 before and 502 after unless told */
  status?: number;
  /** for `rate-limited`: SECONDLY, TEN_SECONDLY_ROLLING (unless told), DAILY */
  policyName?: string;
  retryAfterSeconds?: number;
}

export interface Faults {
  /** every answer waits that long, or a random time between the two */
  delayMs: number | [least: number, most: number];
  /** shares of all requests, 0 to 1 */
  rates: Partial<Record<Effect, number>>;
  /** only requests whose `METHOD path` contains this meet the rates; all when empty */
  ratesOn: string;
  /** 503 to everything, or no connection at all */
  down: false | "503" | "refused";
  /** 477 to everything, with that Retry-After */
  migratingSeconds: number | null;
  /** how long a hanging request hangs before its connection drops */
  hangMs: number;
  next: OneShot[];
}

export function noFaults(): Faults {
  return { delayMs: 0, rates: {}, ratesOn: "", down: false, migratingSeconds: null, hangMs: 300_000, next: [] };
}

/** What this request meets, if anything. A one-shot that fits is used up. */
export function chosenFault(faults: Faults, request: { method: string; path: string; kind: string }, random: Random): OneShot | undefined {
  const shot = faults.next.find((one) => fits(one, request));
  if (shot) {
    shot.times = (shot.times ?? 1) - 1;
    if (shot.times <= 0) faults.next.splice(faults.next.indexOf(shot), 1);
    return shot;
  }
  if (faults.migratingSeconds !== null) return { effect: "migrating", retryAfterSeconds: faults.migratingSeconds };
  return `${request.method} ${request.path}`.includes(faults.ratesOn) ? rolled(faults, random) : undefined;
}

function fits(shot: OneShot, { method, path, kind }: { method: string; path: string; kind: string }): boolean {
  return (shot.method === undefined || shot.method === method) && (path.includes(shot.path ?? "") || kind.includes(shot.path ?? ""));
}

function rolled({ rates }: Faults, random: Random): OneShot | undefined {
  const entries = Object.entries(rates) as [Effect, number][];
  if (entries.length === 0) return undefined;
  let roll = random.next();
  for (const [effect, rate] of entries) {
    if (roll < rate) return { effect };
    roll -= rate;
  }
  return undefined;
}

export function delayOf({ delayMs }: Faults, random: Random): number {
  if (typeof delayMs === "number") return delayMs;
  return delayMs[0] + random.next() * (delayMs[1] - delayMs[0]);
}
