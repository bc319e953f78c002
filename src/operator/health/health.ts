import packageFile from "../../../package.json" with { type: "json" };
import { fingerprint } from "../../hubspot/model/fingerprint.ts";
import type { LimitFigures } from "../../hubspot/http/limits/permit.ts";
import type { RateLimiter } from "../../hubspot/http/limits/rate-limiter.ts";
import { countByStatus, countReceived, oldestOf, oldestOverdueBody, schemaVersion } from "../../ledger/views/health-figures.ts";
import type { Status } from "../../ledger/settle/receipt.ts";
import { type StorageFigures, storageFigures } from "../../ledger/retention.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import type { CircuitBreaker } from "../../pipeline/circuit-breaker.ts";
import type { Problem } from "../../problem/problem.ts";
import { type AnswerCounts, type CountedAnswer, dayOf } from "./answer-counts.ts";
import type { OperatorPause } from "../pause.ts";
import { portalWait } from "./portal-wait.ts";
import { type AttentionReason, type PortalStatus, portalStatus } from "./portal-status.ts";
import type { Pulse } from "./pulse.ts";

/** How the outbox does, for the operator: counts and times only. What could not be read is null and named in `unread`. */
export interface Health {
  status: "ok" | "attention";
  reason: AttentionReason | null;
  calls: Partial<Record<Status, number>> | null;
  /** When the calls came in that have been pending, and held, longest. */
  oldest_pending_at: string | null;
  oldest_held_at: string | null;
  /** When HubSpot last took a write. */
  last_write_at: string | null;
  runs_failed_in_a_row: number | null;
  /** Since when a run is going on. */
  run_since: string | null;
  next_alarm_at: string | null;
  /** Why nothing is being sent at the moment, since when and until when; `until` null: until a person says so. */
  paused: { since: string; until: string | null; problem: Problem } | null;
  /** The oldest body that should have been erased by now. */
  oldest_overdue_body_at: string | null;
  /** Of the UTC day, by what was answered. */
  deliveries_today: Partial<Record<CountedAnswer | "accepted", number>> | null;
  /** `requests` and `too_many` since the object woke up. */
  hubspot: { requests: number; too_many: number; limits: LimitFigures[] } | null;
  storage: StorageFigures | null;
  /** `deployment`: Cloudflare's id of the version that answers. */
  versions: { connector: string; deployment: string | null; hubspot_api: string; schema: number; mappings: string } | null;
  /** What could not be read just now. */
  unread: string[];
}

export interface HealthPorts {
  storage: DurableObjectStorage;
  now: number;
  isConfigured: boolean;
  apiVersion: string;
  deployment: string | null;
  retentionMs: number;
  mappings: Mapping[];
  pause: OperatorPause | null;
  breaker: CircuitBreaker | null;
  limiter: RateLimiter;
  pulse: Pulse;
  answers: AnswerCounts;
}

/** Never throws: whoever asks this asks because something is wrong already. */
export async function healthOf(ports: HealthPorts): Promise<Health> {
  const { storage, now, pulse, limiter } = ports;
  const unread: string[] = [];
  const read = <T>(name: string, from: () => T): T | null => {
    try {
      return from();
    } catch {
      unread.push(name);
      return null;
    }
  };
  const alarm = await storage.getAlarm().catch(() => null);
  const status = read("status", () => statusOf(ports));
  return {
    status: status?.status ?? "attention",
    reason: status?.status === "attention" ? status.reason : null,
    calls: read("calls", () => countByStatus(storage.sql)),
    oldest_pending_at: iso(read("oldest_pending_at", () => oldestOf(storage.sql, "pending"))),
    oldest_held_at: iso(read("oldest_held_at", () => oldestOf(storage.sql, "held"))),
    last_write_at: iso(limiter.lastWriteAt ?? pulse.beat.lastWriteAt),
    runs_failed_in_a_row: pulse.beat.failedRuns,
    run_since: iso(pulse.runSince),
    next_alarm_at: iso(alarm),
    paused: read("paused", () => pausedOf(ports)),
    oldest_overdue_body_at: iso(read("oldest_overdue_body_at", () => oldestOverdueBody(storage.sql, now - ports.retentionMs))),
    deliveries_today: read("deliveries_today", () => deliveriesToday(ports)),
    hubspot: read("hubspot", () => ({ requests: limiter.requests, too_many: limiter.tooMany, limits: limiter.figures() })),
    storage: read("storage", () => storageFigures(storage)),
    versions: read("versions", () => versionsOf(ports)),
    unread,
  };
}

/** For uptime monitors. */
export function statusOf({ storage, now, isConfigured, pause, breaker, pulse }: HealthPorts): PortalStatus {
  const oldest = oldestOf(storage.sql, "pending");
  const { bytes, full_at_bytes } = storageFigures(storage);
  return portalStatus({
    now,
    isConfigured,
    pause,
    breaker,
    waitingSince: oldest === null ? null : Math.max(oldest, pulse.beat.touchedAt ?? 0),
    isNearlyFull: bytes >= full_at_bytes,
  });
}

/** Why nothing is being sent, since when and until when. */
export function pausedOf({ pause, breaker, now }: HealthPorts): Health["paused"] {
  const wait = portalWait(pause, breaker, now);
  if (wait === null) return null;
  return { since: iso(pause?.since ?? breaker?.since ?? now) as string, until: iso(wait.until), problem: wait.problem };
}

function deliveriesToday({ storage, now, answers }: HealthPorts): Health["deliveries_today"] {
  return { accepted: countReceived(storage.sql, Date.parse(dayOf(now))), ...answers.today(now) };
}

/** `mappings`: changes whenever one of them does. */
function versionsOf({ storage, apiVersion, deployment, mappings }: HealthPorts): Health["versions"] {
  return {
    connector: packageFile.version,
    deployment,
    hubspot_api: apiVersion,
    schema: schemaVersion(storage.sql),
    mappings: `${mappings.map(({ name }) => name).join(", ")} (${fingerprint(JSON.stringify(mappings)).toString(36)})`,
  };
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
