import { readPortal, writePortal } from "./portal-values.ts";

/** Calls whose attempt was begun together. Found when the object wakes, it was not alive to see the end. */
export interface Begun {
  /** ms */
  at: number;
  calls: string[];
  /** `working`: at the calls themselves. `waiting`: for HubSpot. `unknown`: a batch of which nothing bad was known. */
  phase: "unknown" | "working" | "waiting";
  /** The one of them that it was at just then, where that is known. */
  at_call?: string;
  /** The deployment that began it: whoever deploys takes the machine away. */
  version?: string;
  /** A call that went alone, and had come in before the object woke: the object most likely died over it, when nothing was kept of that. */
  again?: true;
}

/** A customer whose calls went wrong together with others. */
export interface Suspect {
  /** How many may go together with it. */
  size: number;
  /** How often the object died over it: once over a batch that it was in, and whenever it was alone. */
  deaths: number;
  /** How often it died over batches of several that it was in. */
  together?: number;
  /** When it died over it the first time, ms: calls that it died over at once have the same. */
  since?: number;
}

const [BEGUN, SUSPECTS] = ["begun", "suspects"];

export const readBegun = (sql: SqlStorage): Begun[] => readPortal<Begun[]>(sql, BEGUN) ?? [];
export const keepBegun = (sql: SqlStorage, begun: Begun[]): void => writePortal(sql, BEGUN, begun);

export const readSuspects = (sql: SqlStorage): Map<string, Suspect> => new Map(readPortal<[string, Suspect][]>(sql, SUSPECTS));
export const keepSuspects = (sql: SqlStorage, suspects: Map<string, Suspect>): void =>
  writePortal(sql, SUSPECTS, suspects.size === 0 ? null : [...suspects]);

/** Those of the calls that were not settled since (ms). */
export function stillPending(sql: SqlStorage, calls: string[], since: number): { call: string; customer: string }[] {
  return sql
    .exec<{ call: string; customer: string }>(
      `SELECT call, customer FROM calls
       WHERE call IN (SELECT value FROM json_each(?)) AND status IN ('pending', 'waiting') AND (settled_at IS NULL OR settled_at < ?)`,
      JSON.stringify(calls),
      since,
    )
    .toArray();
}
