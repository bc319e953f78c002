import type { Call } from "../../call/call.ts";
import { type Identity, identify } from "../../call/identify.ts";
import type { LookupResult } from "../../hubspot/model/current-record.ts";
import type { Key, Lookup } from "../../hubspot/model/lookup.ts";
import { EMPTY_PORTAL_SCHEMA, type PortalSchema } from "../../hubspot/model/portal-schema.ts";
import type { CustomerKeys } from "../../ledger/intake/same-customer.ts";
import { readPortal } from "../../ledger/portal-values.ts";
import type { Claimed } from "../../ledger/queue.ts";
import { readStoredCall } from "../../ledger/views/stored-call.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { parsePostCall } from "../../otonistark/parse.ts";
import type { PipelineContext } from "../../pipeline/attempt/context.ts";
import type { Dropout } from "../../pipeline/attempt/dropout.ts";
import { NEVER_LOGGED, isNeverLogged } from "../../pipeline/attempt/never-logged.ts";
import { openCall } from "../../pipeline/attempt/open-attempt.ts";
import { previewAttempts } from "../../pipeline/preview-attempts.ts";
import { chooseMapping } from "../../planner/choose-mapping.ts";
import { type PlanJson, planJson, planOne } from "../../planner/plan-one.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Look, lookInPortal } from "./look-in-portal.ts";

export type Planned = BodyPlan | Unplannable;

/** What a body would write. Part of the public contract. */
export interface BodyPlan extends PlanJson {
  /** False: HubSpot was not asked, or did not answer. Then it is what would be written for a customer whom HubSpot does not know. */
  looked_up: boolean;
  /** Why it would be skipped, where a mapping takes it. */
  reason: string | null;
}

/** Why there is no plan of a body: as the webhook would answer it. */
interface Unplannable {
  code: "not_json" | "ignored" | "not_a_call";
  message: string;
  issues?: { path: string; message: string }[];
}

export interface PlanPorts {
  sql: SqlStorage;
  mappings: Mapping[];
  look: Look;
  hashOf(key: Key): string;
  hashWho(who: Identity): CustomerKeys;
  now: number;
}

/**
 * What a body would write by these mappings, as things stand in HubSpot and in the ledger now. HubSpot is only read: a handful of requests, behind
 * those of the calls that are on their way. Of the body nothing is stored. `of`: the call that it is a correction of; else it is told by its id and customer.
 */
export async function planBody(ports: PlanPorts, body: string, of: string | null = null): Promise<Planned> {
  const json = parsed(body);
  if (json === undefined) return { code: "not_json", message: "The body is not JSON." };
  const read = parsePostCall(json, new Date(ports.now).toISOString());
  if (read.kind === "ignored") return { code: "ignored", message: read.reason };
  if (read.kind === "not_a_call") return { code: "not_a_call", message: "This is JSON, but not a post-call webhook.", issues: read.issues };
  const call = of === null ? read.call : { ...read.call, id: of };
  const claimed = claimedFor(ports, call, of !== null);
  return (await lookInPortal(ports.look, (context) => asThingsStand(ports, context, claimed, call))) ?? asForNewCustomer(ports, call);
}

/** Throws HubSpotFailure. */
async function asThingsStand(ports: PlanPorts, context: PipelineContext, claimed: Claimed, call: Call): Promise<BodyPlan | null> {
  const { sql, mappings } = ports;
  const open = (schema: PortalSchema) => openCall(sql, claimed, call, mappings, schema);
  const first = open(context.portalSchema);
  // What the portal lacked when its schema was read, it may have by now.
  const opened = "reason" in first && first.reason === "held" ? open(await context.freshSchema()) : first;
  if ("reason" in opened) return ofDropout(call, mappings, opened);
  if (isNeverLogged(context, opened.call, opened.mapping.country)) return planOf(call, mappings, { reason: NEVER_LOGGED });
  const { attempts, dropouts } = await previewAttempts(context, [opened]);
  if (attempts[0] !== undefined) return planOf(call, mappings, { records: [...attempts[0].planned] });
  return dropouts[0] === undefined ? null : ofDropout(call, mappings, dropouts[0]);
}

/** As an attempt would be given it: a replay where the call is known, else a call that has just come. */
function claimedFor({ sql, hashWho, now }: PlanPorts, call: Call, isCorrection: boolean): Claimed {
  const { customer } = hashWho(identify(call));
  const stored = readStoredCall(sql, call.id);
  const startedAt = Date.parse(call.startedAt);
  if (stored !== null && (isCorrection || stored.customer === customer)) return { ...stored, startedAt, intent: null };
  const fresh = { call: call.id, customer, startedAt, receivedAt: now, records: "{}", intent: null, waiting: false };
  return { ...fresh, delivery: 0, epoch: 0, revision: 1, attempts: 0, bytes: 0 };
}

function ofDropout(call: Call, mappings: Mapping[], dropout: Dropout): BodyPlan | null {
  if (dropout.reason === "held") return planOf(call, mappings, { problem: dropout.problem });
  return dropout.reason === "skipped" ? planOf(call, mappings, {}) : null;
}

interface Found {
  records?: PlannedRecord[];
  problem?: Problem | null;
  reason?: string;
}

function planOf(call: Call, mappings: Mapping[], { records = [], problem = null, reason }: Found): BodyPlan {
  const choice = chooseMapping(call, mappings);
  const plan = { mapping: choice.mapping?.name ?? "", records, lacks: false };
  return { ...planJson(call, { choice, plan, problem }), looked_up: true, reason: reason ?? null };
}

function asForNewCustomer({ sql, mappings }: PlanPorts, call: Call): BodyPlan {
  return { ...planJson(call, planOne(call, mappings, knownSchema(sql), nothingFound)), looked_up: false, reason: null };
}

/** What the portal calls things, as far as it was read lately. */
const knownSchema = (sql: SqlStorage): PortalSchema =>
  readPortal<{ portalSchema: PortalSchema }>(sql, "portalSchema")?.portalSchema ?? EMPTY_PORTAL_SCHEMA;

/** As if HubSpot held none of them; a record that could not be looked up at all says why. */
function nothingFound(lookups: Lookup[]): Record<string, LookupResult> {
  return Object.fromEntries(
    lookups.map(({ record, keys, why }) => [
      record,
      { state: "missing", why: keys?.length === 0 && why.length > 0 ? why.join("; ") : "it was not looked up in HubSpot" },
    ]),
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
