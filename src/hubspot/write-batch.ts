import type { HubSpot } from "./client.ts";
import { type ErrorBody, type Failure, HubSpotFailure, refusal } from "./failure.ts";
import { BATCH_INPUTS, chunks } from "./read.ts";

/** One record to create or update. */
export interface WriteInput {
  /** Ours, unique among all the inputs: HubSpot names the culprits by it. */
  trace: string;
  /** Of the record to update; null = create. */
  id: string | null;
  properties: Record<string, string>;
  /** Only for creation: written in the same request. */
  associations: { toId: string; typeId: number; category: "HUBSPOT_DEFINED" | "USER_DEFINED" | "INTEGRATOR_DEFINED" }[];
}

export type WriteOutcome = { ok: true; id: string } | { ok: false; failure: Failure };

const HELD_BY_ANOTHER = refusal(409, { category: "CONFLICTING_UNIQUE_VALUE" });

/** Bodies near HubSpot's request limit are split before they are refused. */
const BATCH_BYTES = 1_500_000;

/**
 * Creates or updates records of one object type through the batch endpoint, 100 and 1.5 MB at a time. Never throws:
 * every input gets its own outcome, whatever happened to its batch.
 */
export async function writeBatch(hubspot: HubSpot, object: string, inputs: WriteInput[]): Promise<Map<string, WriteOutcome>> {
  const outcomes = new Map<string, WriteOutcome>();
  const [creates, updates] = [inputs.filter((input) => input.id === null), inputs.filter((input) => input.id !== null)];
  const work = [creates, updates].flatMap(bySize).map((chunk) => writeChunk(hubspot, object, chunk, outcomes));
  await Promise.all(work);
  // An update does not make what exists already: another record holds the value.
  for (const { trace } of updates) {
    const outcome = outcomes.get(trace);
    if (outcome?.ok === false && outcome.failure.reason === "exists") outcomes.set(trace, { ok: false, failure: HELD_BY_ANOTHER });
  }
  return outcomes;
}

function bySize(inputs: WriteInput[]): WriteInput[][] {
  const out: WriteInput[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const input of inputs) {
    const size = Object.values(input.properties).reduce((sum, value) => sum + value.length, 200);
    const last = out.at(-1);
    if (last === undefined || last.length >= BATCH_INPUTS || bytes + size > BATCH_BYTES) {
      out.push([input]);
      bytes = size;
    } else {
      last.push(input);
      bytes += size;
    }
  }
  return out;
}

interface BatchAnswer {
  results?: { id: string; objectWriteTraceId?: string; properties: Record<string, string | null> }[];
  errors?: ErrorBody[];
}

async function writeChunk(hubspot: HubSpot, object: string, inputs: WriteInput[], outcomes: Map<string, WriteOutcome>): Promise<void> {
  try {
    const answer = (inputs[0]?.id === null ? await create(hubspot, object, inputs) : await update(hubspot, object, inputs)) as BatchAnswer;
    settleResults(inputs, answer, outcomes);
    settleErrors(inputs, answer, outcomes);
    const open = inputs.filter((input) => !outcomes.has(input.trace));
    const unnamed = (answer.errors ?? []).filter((error) => culprits(inputs, error).length === 0);
    // Each of them was refused, but not which for what: none has landed.
    if (open.length > 1 && unnamed.length >= open.length) for (const one of open) await writeChunk(hubspot, object, [one], outcomes);
    else settleRest(inputs, answer, outcomes);
  } catch (error) {
    await settleFailure(hubspot, object, inputs, error, outcomes);
  }
}

function create(hubspot: HubSpot, object: string, inputs: WriteInput[]): Promise<unknown> {
  return hubspot.batch.create(object, {
    inputs: inputs.map(({ trace, properties, associations }) => ({
      objectWriteTraceId: trace,
      properties,
      associations: associations.map(({ toId, typeId, category }) => ({
        to: { id: toId },
        types: [{ associationCategory: category as never, associationTypeId: typeId }],
      })),
    })),
  });
}

function update(hubspot: HubSpot, object: string, inputs: WriteInput[]): Promise<unknown> {
  return hubspot.batch.update(object, {
    inputs: inputs.map(({ trace, id, properties }) => ({ objectWriteTraceId: trace, id: id as string, properties })),
  });
}

/** Results come back in another order: matched by trace id, else by id, else by what they hold. */
function settleResults(inputs: WriteInput[], answer: BatchAnswer, outcomes: Map<string, WriteOutcome>): void {
  const known = new Map(inputs.map((input) => [input.trace, input]));
  const unnamed: NonNullable<BatchAnswer["results"]> = [];
  for (const result of answer.results ?? []) {
    const input =
      known.get(result.objectWriteTraceId ?? "") ?? inputs.find((candidate) => candidate.id !== null && candidate.id === String(result.id));
    if (input) outcomes.set(input.trace, { ok: true, id: String(result.id) });
    else unnamed.push(result);
  }
  for (const result of unnamed) {
    const alike = inputs.filter((input) => !outcomes.has(input.trace) && holds(result.properties, input.properties));
    if (alike.length === 1) outcomes.set((alike[0] as WriteInput).trace, { ok: true, id: String(result.id) });
  }
  const open = inputs.filter((input) => !outcomes.has(input.trace));
  if (inputs.length === 1 && unnamed.length === 1 && open.length === 1)
    outcomes.set((open[0] as WriteInput).trace, { ok: true, id: String(unnamed[0]?.id) });
}

function holds(held: Record<string, string | null>, sent: Record<string, string>): boolean {
  const shared = Object.keys(sent).filter((property) => typeof held[property] === "string");
  return shared.length > 0 && shared.every((property) => same(held[property] as string, sent[property] as string));
}

/** HubSpot lower-cases e-mails, re-writes times and re-serialises HTML. */
function same(held: string, sent: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/<[^>]*>|&[a-z0-9#]+;|\s+/g, "");
  return (
    plain(held) === plain(sent) || (/^\d{4}-/.test(held) && Date.parse(held) === Number(sent)) || Date.parse(held) === Date.parse(sent)
  );
}

function settleErrors(inputs: WriteInput[], answer: BatchAnswer, outcomes: Map<string, WriteOutcome>): void {
  for (const error of answer.errors ?? []) {
    for (const input of culprits(inputs, error))
      if (!outcomes.has(input.trace)) outcomes.set(input.trace, { ok: false, failure: refusal(400, error) });
  }
}

/** The inputs that an error body names: by trace id, else by record id. */
function culprits(inputs: WriteInput[], error: ErrorBody): WriteInput[] {
  const traces = new Set([error.context?.["objectWriteTraceId"]].flat().map(String));
  const byTrace = inputs.filter((input) => traces.has(input.trace));
  if (byTrace.length > 0) return byTrace;
  const ids = new Set([error.context?.["ids"], error.context?.["id"]].flat().map(String));
  return inputs.filter((input) => input.id !== null && (ids.has(input.id) || new RegExp(`\\b${input.id}\\b`).test(error.message ?? "")));
}

/** Neither a result nor an error: HubSpot has been seen to do that. It may have landed. */
function settleRest(inputs: WriteInput[], answer: BatchAnswer, outcomes: Map<string, WriteOutcome>): void {
  const unnamedErrors = (answer.errors ?? []).filter((error) => culprits(inputs, error).length === 0);
  const open = inputs.filter((input) => !outcomes.has(input.trace));
  const only = open.length === 1 && unnamedErrors.length === 1 ? unnamedErrors[0] : undefined;
  for (const input of open) {
    const failure: Failure = only
      ? refusal(400, only)
      : { reason: "trouble", landed: "maybe", message: "HubSpot answered without saying what became of the record", pauseMs: null };
    outcomes.set(input.trace, { ok: false, failure });
  }
}

/**
 * A refusal of the whole batch means that nothing of it landed. The culprit is the one the body names; else the batch is
 * halved until it stands alone, so that the others land.
 */
async function settleFailure(
  hubspot: HubSpot,
  object: string,
  inputs: WriteInput[],
  error: unknown,
  outcomes: Map<string, WriteOutcome>,
): Promise<void> {
  const failure: Failure =
    error instanceof HubSpotFailure
      ? error.failure
      : { reason: "trouble", landed: "maybe", message: "HubSpot's answer could not be read", pauseMs: null };
  const whole = inputs.length === 1 || failure.reason === "trouble" || failure.reason === "key";
  if (whole) {
    for (const input of inputs) outcomes.set(input.trace, { ok: false, failure });
    return;
  }
  const body = error instanceof HubSpotFailure ? error.body : {};
  const named = new Set([body, ...(body.errors ?? [])].flatMap((part) => culprits(inputs, part)));
  if (named.size > 0 && named.size < inputs.length) {
    for (const half of [[...named], inputs.filter((input) => !named.has(input))]) await writeChunk(hubspot, object, half, outcomes);
    return;
  }
  for (const half of chunks(inputs, Math.ceil(inputs.length / 2))) await writeChunk(hubspot, object, half, outcomes);
}
