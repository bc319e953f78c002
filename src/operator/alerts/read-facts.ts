import { DAY_MS, readCounts } from "../../ledger/counters.ts";
import { countReceived, heldByCode } from "../../ledger/views/health-figures.ts";
import type { Problem } from "../../problem/problem.ts";
import { dayOf } from "../health/answer-counts.ts";
import { type HealthPorts, statusOf } from "../health/health.ts";
import { silentCampaigns } from "../silent-campaigns.ts";
import type { AlertFacts, HeldGroup } from "./conditions.ts";
import { heldThreshold } from "./threshold.ts";

/** As far back as a habit and a silence after it reach. */
const DAYS = 14;

/** What alerts are made of, as it stands now. */
export function readFacts(ports: HealthPorts, setting: string | undefined): AlertFacts {
  const { storage, now, breaker, answers } = ports;
  const held = heldByCode(storage.sql).map(({ code, calls, problem }): HeldGroup => ({
    code: code ?? "unknown",
    calls,
    ...sentencesOf(JSON.parse(problem) as Problem | null),
  }));
  return {
    now,
    status: statusOf(ports),
    unreachableSince: breaker !== null && breaker.problem?.who === undefined && breaker.tries > 0 ? breaker.since : null,
    held,
    today: { received: countReceived(storage.sql, Date.parse(dayOf(now))), held: held.reduce((sum, { calls }) => sum + calls, 0) },
    threshold: heldThreshold(setting),
    lastRejectedAt: answers.lastRejectedAt,
    rejectedToday: answers.today(now).rejected ?? 0,
    silentCampaigns: silentCampaigns(readCounts(storage.sql, Math.floor(now / DAY_MS) - DAYS, Number.MAX_SAFE_INTEGER), dayOf(now)),
  };
}

/** A problem whose call was erased is known by its code alone. */
const sentencesOf = (problem: Problem | null): { message: string; fix: string } => ({
  message: problem?.message ?? "",
  fix: problem?.fix ?? "",
});
