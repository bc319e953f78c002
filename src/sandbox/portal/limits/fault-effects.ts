import type { Faults, OneShot } from "./faults.ts";
import { refusal } from "./limits.ts";
import { Problem } from "../problem.ts";

/** No answer at all: in workerd fetch fails with this, the server destroys the socket. */
export class ConnectionLost extends TypeError {
  constructor() {
    super("Network connection lost.");
  }
}

/** Lets a request meet its fault; `handle` is what would happen without one. */
export async function withFault(
  fault: OneShot | undefined,
  faults: Faults,
  request: Request,
  handle: () => Promise<Response>,
): Promise<Response> {
  if (!fault) return handle();
  const [what, when] = fault.effect.split("-");
  if (when === "after") {
    const handled = await handle();
    if (what === "empty" && handled.status >= 400) return handled;
  }
  if (what === "drop") throw new ConnectionLost();
  if (what === "hang") return hung(faults.hangMs, request.signal);
  if (what === "empty") return Response.json({ status: "COMPLETE", results: [], errors: [] });
  return answered(fault);
}

/** The answer of a fault that has one. */
function answered(fault: OneShot): Response {
  const problem = refused(fault);
  const headers: Record<string, string> = fault.retryAfterSeconds === undefined ? {} : { "Retry-After": String(fault.retryAfterSeconds) };
  if (problem) return Response.json(problem.toJson(), { status: problem.status, headers });
  const after = fault.effect === "error-after";
  const status = fault.status ?? (after ? 502 : 500);
  if (status === 502 || status >= 520)
    return new Response("<html><body>Bad gateway</body></html>", { status, headers: { ...headers, "Content-Type": "text/html" } });
  return Response.json(
    { status: "error", message: "internal error", correlationId: "00000000-0000-4000-8000-ffffffffffff" },
    { status, headers },
  );
}

function refused({ effect, policyName = "TEN_SECONDLY_ROLLING" }: OneShot): Problem | undefined {
  if (effect === "rate-limited") return refusal(policyName, `You have reached your ${policyName.toLowerCase()} limit.`);
  if (effect === "locked") return new Problem(423, "LOCKED", "This resource is locked; try again later.");
  if (effect === "migrating") return new Problem(477, "MIGRATION_IN_PROGRESS", "This portal is being migrated between data centres.");
  if (effect === "conflict") return new Problem(409, "CONFLICT", "The batch conflicts with another change.");
  return undefined;
}

function hung(ms: number, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new ConnectionLost()), ms);
    const leave = () => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new ConnectionLost());
    };
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave);
  });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
