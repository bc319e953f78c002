import type { Call } from "../../call/call.ts";
import type { LookupResult } from "../../hubspot/model/current-record.ts";
import type { Lookup } from "../../hubspot/model/lookup.ts";
import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import { readBody } from "../../ledger/bodies.ts";
import type { Claimed } from "../../ledger/queue.ts";
import type { Intent, Receipt } from "../../ledger/receipt.ts";
import { errorPlace } from "../../log.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { parsePostCall } from "../../otonistark/parse.ts";
import { chooseMapping } from "../../planner/choose-mapping.ts";
import { lookupsFor } from "../../planner/lookups.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";

/** One call on its way through an attempt. */
export interface CallAttempt {
  claimed: Claimed;
  call: Call;
  mapping: Mapping;
  lookups: Lookup[];
  /** What earlier attempts and revisions wrote. */
  before: Record<string, Receipt>;
  /** What a cut-off attempt set out to write: it may have landed. */
  intent: Intent | null;
  held: Record<string, LookupResult>;
  tried: Record<string, string[]>;
  /** Keys by which records are known from now on: the record's name in the mapping, the salted hash, and how it came to be known. */
  people: { record: string; person: string; how: "found" | "created" }[];
  planned: PlannedRecord[];
  /** Activities shared with a later attempt, which has had its say. */
  supersededByLater: Set<string>;
  /** Activities shared with an earlier attempt, which this call has not written itself yet. */
  sharedWithEarlier: Set<string>;
  /** Hashes of the lines that we write into a body, by record. */
  lines: Record<string, number[]>;
}

/** Why a call does not go on: it is settled as it stands. */
export type Stop =
  | { claimed: Claimed; status: "skipped"; mapping: null; note: string }
  | { claimed: Claimed; status: "held"; mapping: string | null; problem: Problem };

/** Opens a claimed call: its body, its mapping, and what must be looked up. Pure. */
export function openAttempt(
  claimed: Claimed,
  body: Uint8Array | null,
  mappings: Mapping[],
  portalSchema: PortalSchema,
): CallAttempt | Stop {
  if (body === null) return held(claimed, null, problemOf({ code: "body_erased" }));
  const read = parsePostCall(JSON.parse(new TextDecoder().decode(body)), new Date(claimed.receivedAt).toISOString());
  if (read.kind !== "call") return held(claimed, null, problemOf({ code: "stored_body_not_a_call" }));
  const choice = chooseMapping(read.call, mappings);
  if (choice.mapping === null) return { claimed, status: "skipped", mapping: null, note: notTaken(choice.passed) };
  const lookups = lookupsFor(read.call, choice.mapping, portalSchema);
  if ("problem" in lookups) return held(claimed, choice.mapping.name, lookups.problem);
  return {
    claimed,
    call: read.call,
    mapping: choice.mapping,
    lookups: lookups.lookups,
    before: standing(JSON.parse(claimed.records) as Record<string, Receipt>),
    intent: claimed.intent === null ? null : (JSON.parse(claimed.intent) as Intent),
    held: {},
    tried: {},
    people: [],
    planned: [],
    supersededByLater: new Set<string>(),
    sharedWithEarlier: new Set<string>(),
    lines: {},
  };
}

/** What an undo took back was never written. */
function standing(records: Record<string, Receipt>): Record<string, Receipt> {
  return Object.fromEntries(Object.entries(records).filter(([, receipt]) => receipt.undone === undefined));
}

function held(claimed: Claimed, mapping: string | null, problem: Problem): Stop {
  return { claimed, status: "held", mapping, problem };
}

function notTaken(passed: { name: string; why: string }[]): string {
  return passed.length === 0
    ? "There is no mapping."
    : `No mapping wanted it: ${passed.map(({ name, why }) => `${name}: ${why}`).join("; ")}`;
}

/** A defect of ours holds one call, never the queue. */
export function openSafely(
  from: { storage: DurableObjectStorage; mappings: Mapping[]; portalSchema: PortalSchema },
  call: Claimed,
): CallAttempt | Stop {
  try {
    return openAttempt(call, readBody(from.storage.sql, call.delivery), from.mappings, from.portalSchema);
  } catch (error) {
    return { claimed: call, status: "held", mapping: null, problem: defect(error) };
  }
}

export function defect(error: unknown): Problem {
  console.error(JSON.stringify({ event: "defect", ...errorPlace(error) }));
  return problemOf({ code: "hit_a_bug" });
}
