import { readPortal, writePortal } from "../../ledger/portal-values.ts";

/** What deliveries were answered, besides those that brought a new call: the ledger counts those. */
export type CountedAnswer = "revised" | "unchanged" | "ignored" | "rejected" | "too_large" | "unauthorized";

type Counts = Partial<Record<CountedAnswer, number>>;

const NAME = "answers_today";
/** A row now and then: history may be sent again by the thousand. A restart forgets so much at most. */
const EVERY_MS = 2_000;

/** UTC: `2026-11-26` */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** How deliveries of the UTC day were answered. */
export class AnswerCounts {
  readonly #sql: SqlStorage;
  #day: string;
  #counts: Counts;
  #keptAt = 0;
  /** ms; when a delivery was last rejected. */
  lastRejectedAt: number | null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    const kept = readPortal<{ day: string; counts: Counts; lastRejectedAt?: number | null }>(sql, NAME);
    [this.#day, this.#counts, this.lastRejectedAt] = [kept?.day ?? "", kept?.counts ?? {}, kept?.lastRejectedAt ?? null];
  }

  count(answer: CountedAnswer, now: number, times = 1): void {
    this.#counts = { ...this.today(now), [answer]: (this.today(now)[answer] ?? 0) + times };
    this.#day = dayOf(now);
    if (answer === "rejected") this.lastRejectedAt = now;
    if (now - this.#keptAt < EVERY_MS) return;
    this.#keptAt = now;
    writePortal(this.#sql, NAME, { day: this.#day, counts: this.#counts, lastRejectedAt: this.lastRejectedAt });
  }

  today(now: number): Counts {
    return this.#day === dayOf(now) ? this.#counts : {};
  }
}
