import { ConnectionLost, pause, withFault } from "./fault-effects.ts";
import { type Faults, chosenFault, delayOf } from "./faults.ts";
import { type LimitKind, type RateLimiter, limitKindOf } from "./limits.ts";
import { LIMITS } from "../options.ts";
import { type PortalApp, canonicalPath } from "../portal-app.ts";
import type { PortalState } from "../portal-state.ts";
import { Problem, badRequest } from "../problem.ts";
import { type LoggedRequest, kindOf } from "./request-log.ts";
import { missingScopes, scopesFor, unauthenticated } from "../schema/scopes.ts";

/** What stands before the API: log, key, scopes, limits, faults. */
export interface Gate {
  app: PortalApp;
  state: PortalState;
  faults: Faults;
  limiter: RateLimiter;
  tokens: Set<string>;
  missingScopes: Set<string>;
  requests: LoggedRequest[];
}

export async function passGate(gate: Gate, request: Request): Promise<Response> {
  const path = canonicalPath(new URL(request.url).pathname);
  const logged: LoggedRequest = {
    at: gate.state.now(),
    method: request.method,
    path,
    kind: kindOf(request.method, path),
    status: 0,
    inputs: 0,
  };
  gate.requests.push(logged);
  const answer = await admitted(gate, request, logged).catch(asAnswer);
  logged.status = answer.status;
  return answer;
}

/** A lost connection stays an exception: there is no answer. */
function asAnswer(problem: unknown): Response {
  if (!(problem instanceof Problem)) throw problem;
  return Response.json(problem.toJson(), { status: problem.status });
}

async function admitted(gate: Gate, request: Request, logged: LoggedRequest): Promise<Response> {
  const wait = delayOf(gate.faults, gate.state.random);
  if (wait > 0) await pause(wait);
  refuseIfDown(gate.faults, logged);
  checkKey(gate, request, logged);
  const kind = limitKindOf(new URL(request.url).pathname);
  const tooMany = gate.limiter.take(gate.state.now(), kind);
  if (tooMany) return limited(gate, tooMany, kind);
  const body = await parsedBody(request);
  logged.inputs = inputsIn(body);
  const fault = chosenFault(gate.faults, logged, gate.state.random);
  if (fault) logged.fault = fault.effect;
  const handle = async () => gate.app.fetch(new Request(request.url, { method: request.method }), { body: bodyOrProblem(body) });
  return withHeaders(gate, await withFault(fault, gate.faults, request, handle), kind);
}

function refuseIfDown({ down }: Faults, logged: LoggedRequest): void {
  if (!down) return;
  logged.fault = `down-${down}`;
  if (down === "refused") throw new ConnectionLost();
  throw new Problem(503, "SERVICE_UNAVAILABLE", "Service unavailable");
}

function checkKey({ tokens, missingScopes: missing, state }: Gate, request: Request, { method, path }: LoggedRequest): void {
  const key = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!key || (tokens.size > 0 && !tokens.has(key))) throw unauthenticated(key !== undefined);
  const needed = scopesFor(state.schema, method, path);
  if (needed.length > 0 && needed.every((scope) => missing.has(scope))) throw missingScopes(needed.slice(0, 1));
}

function limited({ limiter }: Gate, problem: Problem, kind: LimitKind): Response {
  const wait = limiter.limits.retryAfterSeconds;
  const headers = { ...limiter.headers(kind), ...(wait === undefined ? {} : { "Retry-After": String(wait) }) };
  return Response.json(problem.toJson(), { status: 429, headers });
}

function withHeaders({ limiter }: Gate, answer: Response, kind: LimitKind): Response {
  const added = Object.entries(limiter.headers(kind));
  if (added.length === 0) return answer;
  const headers = new Headers(answer.headers);
  for (const [name, value] of added) headers.set(name, value);
  return new Response(answer.body, { status: answer.status, headers });
}

const UNREADABLE = Symbol("not JSON");

async function parsedBody(request: Request): Promise<unknown> {
  if (request.method === "GET" || request.method === "DELETE") return undefined;
  const text = await request.text();
  if (text.length > LIMITS.bodyBytes) throw new Problem(413, "VALIDATION_ERROR", "The request body is too large");
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return UNREADABLE;
  }
}

function bodyOrProblem(body: unknown): unknown {
  if (body === UNREADABLE) throw badRequest("Invalid input JSON on line 1, column 1: cannot be read");
  return body;
}

function inputsIn(body: unknown): number {
  const inputs = (body as { inputs?: unknown } | undefined)?.inputs;
  return Array.isArray(inputs) ? inputs.length : 0;
}
