import type { CircuitBreaker } from "../../pipeline/circuit-breaker.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";
import { type OperatorPause, problemOfPause } from "../pause.ts";

/** Why nothing is sent to the portal at the moment: what every pending call waits for. */
export interface PortalWait {
  problem: Problem;
  /** ms; when it goes on by itself. Null: when a person says so. */
  until: number | null;
}

/** HubSpot's day begins anew later than any other wait of its asking ends. */
const LONGER_THAN_BUSY_MS = 900_000;

/** Null: nothing is in the way. */
export function portalWait(pause: OperatorPause | null, breaker: CircuitBreaker | null, now: number): PortalWait | null {
  if (pause !== null) return { problem: problemOfPause(pause), until: null };
  if (breaker === null) return null;
  return { problem: breaker.problem ?? breaker.waitsFor ?? problemOf({ code: ownTrouble(breaker, now) }), until: breaker.until };
}

/** HubSpot's own: nobody has to act. */
function ownTrouble({ tries, until }: CircuitBreaker, now: number): "hubspot_unreachable" | "hubspot_busy" | "daily_limit_reached" {
  if (tries > 0) return "hubspot_unreachable";
  return until - now > LONGER_THAN_BUSY_MS ? "daily_limit_reached" : "hubspot_busy";
}
