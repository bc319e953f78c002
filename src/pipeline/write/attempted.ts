import { type HistoryEntry, cameOf } from "../../ledger/settle/history.ts";
import type { Settlement } from "../../ledger/settle/settlements.ts";
import { problemOf } from "../../problem/problem.ts";
import type { WrittenAttempt } from "./write.ts";

type Wrote = NonNullable<HistoryEntry["wrote"]>;

/** For the call's history: what this attempt wrote, and what HubSpot answered where it is not the call's problem. Pure. */
export function attemptedOf({ writes, recovered }: WrittenAttempt): NonNullable<Settlement["attempted"]> {
  const wrote: Wrote = Object.fromEntries(Object.keys(recovered).map((name) => [name, "landed"]));
  for (const { state, planned } of writes)
    if (state === "done" && (planned.action === "create" || planned.action === "update")) wrote[planned.name] = DONE[planned.action];
  return { ...(Object.keys(wrote).length > 0 && { wrote }), ...answerIn(writes) };
}

const DONE = { create: "created", update: "updated" } as const;

/** A refusal is the record's problem, and told there. */
function answerIn(writes: WrittenAttempt["writes"]): ReturnType<typeof cameOf> {
  const failure = writes.map((write) => write.failure).find((each) => each !== null && each.reason !== "refused");
  if (!failure) return {};
  if ("cause" in failure) return cameOf(problemOf(failure.cause, failure.details));
  return failure.details ? { details: failure.details } : {};
}
