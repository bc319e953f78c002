import type { Context } from "hono";
import { isFromSender, noTokenMessage, tokensOf } from "../auth/tokens.ts";
import type { Call } from "../call/call.ts";
import { identify } from "../call/identify.ts";
import { type Env, theOutbox } from "../env.ts";
import { type Issue, parsePostCall } from "../otonistark/parse.ts";
import { logUnauthorized } from "./log-unauthorized.ts";
import { type JsonBody, readBody } from "./read-body.ts";

type C = Context<{ Bindings: Env }>;

/** `POST /webhooks/post-call`: proves the sender, reads the call, stores it, and only then answers. */
export async function receive(c: C): Promise<Response> {
  const tokens = tokensOf(c.env.WEBHOOK_TOKEN);
  if (tokens.length === 0) return refuse(c, 503, "not_configured", noTokenMessage("WEBHOOK_TOKEN", c.env.WEBHOOK_TOKEN));
  if (!isFromSender(c.req.raw, tokens)) {
    const unsaid = logUnauthorized(Date.now());
    if (unsaid > 0) c.executionCtx.waitUntil(theOutbox(c.env).countAnswers("unauthorized", unsaid));
    return refuse(c, 401, "unauthorized", "Send the token as `?token=…`, `Authorization: Bearer …` or `X-Webhook-Token: …`.");
  }
  const body = await readBody(c.req.raw);
  if (body.kind === "too_large") {
    await theOutbox(c.env).countAnswers("too_large", 1);
    return refuse(c, 413, "too_large", body.message);
  }
  if (body.kind === "not_json") {
    await theOutbox(c.env).keepRejected({ body: body.bytes, code: "not_json", message: body.message }, originOf(c));
    return refuse(c, 400, "not_json", body.message);
  }
  if (body.kind === "too_many_values") return notACall(c, body.bytes, [{ path: "", message: body.message }]);
  const read = parsePostCall(body.json, new Date().toISOString());
  if (read.kind === "ignored") {
    await theOutbox(c.env).countAnswers("ignored", 1);
    return c.json({ status: "ignored", reason: read.reason }, 202);
  }
  if (read.kind === "not_a_call") return notACall(c, body.bytes, read.issues);
  return c.json(await store(c, read.call, body), 202);
}

const NOT_A_CALL = "This is JSON, but not a post-call webhook.";

async function notACall(c: C, body: Uint8Array, issues: Issue[]): Promise<Response> {
  await theOutbox(c.env).keepRejected({ body, code: "not_a_call", message: NOT_A_CALL }, originOf(c));
  return refuse(c, 422, "not_a_call", NOT_A_CALL, issues);
}

async function store(c: C, call: Call, { bytes, weight }: JsonBody): Promise<{ call: string; status: string }> {
  const arrival = { call: call.id, startedAt: Date.parse(call.startedAt), body: bytes, weight, who: identify(call) };
  const { call: id, status } = await theOutbox(c.env).accept(arrival, originOf(c));
  return { call: id, status };
}

/** Where this connector's pages are: alerts link to them. */
const originOf = ({ req: { url } }: C): string => url.slice(0, url.indexOf("/", "https://".length));

function refuse(c: C, status: 400 | 401 | 413 | 422 | 503, code: string, message: string, issues?: Issue[]): Response {
  return c.json({ error: { code, message, ...(issues && { issues }) } }, status);
}
