import type { RateLimiter } from "../hubspot/http/rate-limiter.ts";
import type { Status } from "../ledger/receipt.ts";
import { type StorageFigures, storageFigures } from "../ledger/retention.ts";
import type { CircuitBreaker } from "../pipeline/circuit-breaker.ts";
import type { Problem } from "../problem/problem.ts";

/** How the outbox does, for the operator: counts and times only. */
export interface Health {
  calls: Partial<Record<Status, number>>;
  /** When the call came in that has been pending longest. */
  oldest_pending_at: string | null;
  /** Why nothing is being sent at the moment, if so. */
  paused: { until: string; problem: Problem | null } | null;
  /** Since the object woke up. */
  hubspot: { requests: number; too_many: number };
  storage: StorageFigures;
}

export function healthOf(storage: DurableObjectStorage, paused: CircuitBreaker | null, pacing: RateLimiter): Health {
  const counts = storage.sql.exec<{ status: Status; n: number }>("SELECT status, count(*) AS n FROM calls GROUP BY status").toArray();
  const { oldest } = storage.sql
    .exec<{ oldest: number | null }>(
      "SELECT min(d.received_at) AS oldest FROM calls c JOIN deliveries d ON d.delivery = c.delivery WHERE c.status = 'pending'",
    )
    .one();
  return {
    calls: Object.fromEntries(counts.map(({ status, n }) => [status, n])),
    oldest_pending_at: oldest === null ? null : new Date(oldest).toISOString(),
    paused: paused === null ? null : { until: new Date(paused.until).toISOString(), problem: paused.problem },
    hubspot: { requests: pacing.requests, too_many: pacing.tooMany },
    storage: storageFigures(storage),
  };
}
