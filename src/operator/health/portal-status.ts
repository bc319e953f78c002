import type { CircuitBreaker } from "../../pipeline/circuit-breaker.ts";
import type { OperatorPause } from "../pause.ts";

/** What an uptime monitor is told, and nothing else. Part of the public contract. */
export type PortalStatus = { status: "ok" } | { status: "attention"; reason: AttentionReason };

export const ATTENTION_REASONS = [
  "not_configured",
  "key_refused",
  "another_portal",
  "hubspot_unreachable",
  "paused",
  "falling_behind",
  "storage_nearly_full",
] as const;
export type AttentionReason = (typeof ATTENTION_REASONS)[number];

export interface StatusFacts {
  /** ms */
  now: number;
  /** A secret is missing, or a setting says nothing that can be followed. */
  isConfigured: boolean;
  pause: OperatorPause | null;
  breaker: CircuitBreaker | null;
  /** ms; when the call came in that waits longest to be written, or, if later, when an operator last set calls going. Null: none waits. */
  waitingSince: number | null;
  isNearlyFull: boolean;
}

/** HubSpot's bad moments are shorter. */
export const UNREACHABLE_AFTER_MS = 60_000;
/** A burst of a quarter of an hour is written behind its time, and nobody need get up for it. */
export const BEHIND_AFTER_MS = 900_000;

/** Codes of problems with the key that only an operator mends. */
const KEY_CODES = new Set(["key_refused", "key_malformed", "missing_scope", "no_permission"]);

/** What is wrong first: what explains the others comes before them. Pure. */
export function portalStatus(facts: StatusFacts): PortalStatus {
  const reason = ATTENTION_REASONS.find((each) => HOLDS[each](facts));
  return reason === undefined ? { status: "ok" } : { status: "attention", reason };
}

const codeOf = ({ breaker }: StatusFacts): string => breaker?.problem?.code ?? "";

const HOLDS: Record<AttentionReason, (facts: StatusFacts) => boolean> = {
  not_configured: (facts) =>
    !facts.isConfigured || codeOf(facts) === "no_key" || codeOf(facts) === "bad_setting" || codeOf(facts) === "not_hubspot",
  key_refused: (facts) => KEY_CODES.has(codeOf(facts)),
  another_portal: (facts) => codeOf(facts) === "another_portal",
  hubspot_unreachable: ({ breaker, waitingSince, now }) =>
    breaker !== null && breaker.problem?.who === undefined && waitingSince !== null && now - breaker.since >= UNREACHABLE_AFTER_MS,
  paused: ({ pause }) => pause !== null,
  falling_behind: ({ waitingSince, now }) => waitingSince !== null && now - waitingSince > BEHIND_AFTER_MS,
  storage_nearly_full: ({ isNearlyFull }) => isNearlyFull,
};
