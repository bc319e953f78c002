import type { Claimed } from "../../ledger/queue.ts";
import type { Intent, Receipt } from "../../ledger/settle/receipt.ts";
import type { Problem, Warning } from "../../problem/problem.ts";

/** A call that leaves its batch before it is written, and why. Every step returns those that it drops; they are settled in one place. */
export type Dropout = { claimed: Claimed } & (
  | { reason: "skipped"; note: string }
  /** `mapping`: the one that took it, where one did. */
  | { reason: "held"; mapping: string | null; problem: Problem }
  /** Its mapping is in shadow: planned, and not to be written. */
  | { reason: "shadow"; mapping: string; note: string; records: Record<string, Receipt>; warnings: Warning[] }
  /** What was sent before may still land, or cannot be seen yet. `cutOff` is kept, with what is known of it by now. ms */
  | { reason: "not_landed"; dueAt: number; cutOff: Intent | null }
  /** Another call has to be written first: this one stays due. */
  | { reason: "out_of_turn" }
  /** HubSpot was in the way of all; ms. `problem`: what a person can do about it. `answer`: what HubSpot said, for the call's history. */
  | { reason: "postponed"; dueAt: number; problem: Problem | null; answer: Problem | null }
);

/** What a step made of a batch: the attempts that go on, and those that do not. */
export interface Sorted<A> {
  attempts: A[];
  dropouts: Dropout[];
}

/** Takes a step for every call on its own: what a step throws over one call is that call's alone. */
export function sorted<A>(steps: (A | Dropout)[]): Sorted<A> {
  const isDropout = (each: A | Dropout): each is Dropout => typeof each === "object" && each !== null && "reason" in each;
  return { attempts: steps.filter((each): each is A => !isDropout(each)), dropouts: steps.filter(isDropout) };
}
