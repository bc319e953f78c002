import type { HubSpot } from "../http/client.ts";
import { type ErrorBody, errorLines, resultsOf } from "../http/error-body.ts";
import { type Failure, HubSpotFailure, failureOfLine, refusal, trouble, unwritableProperties } from "../http/failure.ts";
import { apart, blamedInputs } from "./blame.ts";
import { type WrittenRecord, matchByName, matchByValues } from "./match-results.ts";
import { BATCH_INPUTS } from "./read-records.ts";
import type { WriteInput, WriteOutcome } from "./write-input.ts";

type Outcomes = Map<string, WriteOutcome>;

/** HubSpot has been seen to do that. */
const UNSAID: Failure = trouble("maybe");
const HELD_BY_ANOTHER = refusal(409, { category: "CONFLICTING_UNIQUE_VALUE" });

/** Bodies near HubSpot's request limit are split before they are refused. */
const BATCH_BYTES = 1_500_000;

/**
 * Creates or updates records of one object type through the batch endpoint, 100 and 1.5 MB at a time. Never throws:
 * every input gets its own outcome, whatever happened to its batch.
 */
export async function writeBatch(hubspot: HubSpot, object: string, inputs: WriteInput[]): Promise<Map<string, WriteOutcome>> {
  const outcomes: Outcomes = new Map();
  const sent = new Map(inputs.map((input) => [input.trace, { ...input, trace: newTrace() }]));
  const [creates, updates] = [[...sent.values()].filter(({ id }) => id === null), [...sent.values()].filter(({ id }) => id !== null)];
  await Promise.all([creates, updates].flatMap(bySize).map((chunk) => writeChunk(hubspot, object, chunk, outcomes)));
  // An update does not make what exists already: another record holds the value.
  for (const { trace } of updates) {
    const outcome = outcomes.get(trace);
    if (outcome?.ok === false && outcome.failure.reason === "exists") outcomes.set(trace, { ok: false, failure: HELD_BY_ANOTHER });
  }
  return new Map([...sent].map(([trace, input]) => [trace, outcomes.get(input.trace) as WriteOutcome]));
}

/** HubSpot names the blamedInputs by it, sometimes only in a sentence: nothing else there may look like it. */
const newTrace = (): string => `w${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;

function bySize(inputs: WriteInput[]): WriteInput[][] {
  const out: WriteInput[][] = [];
  let room = { inputs: 0, bytes: 0 };
  for (const input of inputs.toSorted((a, b) => companyOf(b) - companyOf(a))) {
    const bytes = Object.values(input.properties).reduce((sum, value) => sum + value.length, 200);
    const last = out.at(-1);
    // The smallest company of a batch counts, and the last one in has it.
    if (last === undefined || room.inputs === 0 || last.length >= companyOf(input) || bytes > room.bytes) {
      out.push([input]);
      room = { inputs: companyOf(input) - 1, bytes: BATCH_BYTES - bytes };
    } else {
      last.push(input);
      room = { inputs: Math.min(room.inputs - 1, companyOf(input) - last.length), bytes: room.bytes - bytes };
    }
  }
  return out;
}

const companyOf = ({ company = BATCH_INPUTS }: WriteInput): number => Math.min(company, BATCH_INPUTS);

async function writeChunk(hubspot: HubSpot, object: string, inputs: WriteInput[], outcomes: Outcomes): Promise<void> {
  const answer = await answerTo(hubspot, object, inputs);
  if (answer instanceof HubSpotFailure) return settleRefusal(hubspot, object, inputs, answer, outcomes);
  const unnamed = settleAnswer(inputs, answer, outcomes);
  const open = inputs.filter(({ trace }) => !outcomes.has(trace));
  const failures = unnamed.map(failureOfLine);
  const only = failures[0];
  // As many as were not written: none of them has landed, but not every one for the same reason.
  if (open.length > 1 && failures.length >= open.length && failures.some(({ reason }) => reason !== "trouble"))
    for (const one of open) await writeChunk(hubspot, object, [one], outcomes);
  else settleAll(open, only && failures.length >= open.length ? only : UNSAID, outcomes);
}

async function answerTo(hubspot: HubSpot, object: string, inputs: WriteInput[]): Promise<unknown> {
  try {
    return inputs[0]?.id === null ? await create(hubspot, object, inputs) : await update(hubspot, object, inputs);
  } catch (error) {
    if (error instanceof HubSpotFailure) return error;
    return new HubSpotFailure(UNSAID);
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

/** Takes over what the answer says of each input; returns the errors that name none. */
function settleAnswer(inputs: WriteInput[], answer: unknown, outcomes: Outcomes): ErrorBody[] {
  const { matched, unnamed } = matchByName(inputs, resultsOf<WrittenRecord>(answer));
  for (const [{ trace }, id] of matched) outcomes.set(trace, { ok: true, id });
  const isOpen = ({ trace }: WriteInput) => !outcomes.has(trace);
  const unnamedErrors = errorLines(answer).filter((line) => {
    const named = blamedInputs(inputs, line);
    settleAll(named.filter(isOpen), failureOfLine(line), outcomes);
    return named.length === 0;
  });
  for (const [{ trace }, id] of matchByValues(inputs.filter(isOpen), unnamed, unnamedErrors.length === 0))
    outcomes.set(trace, { ok: true, id });
  return unnamedErrors;
}

/** A refusal of the whole batch means that nothing of it landed: those that are to blame are found, so that the others land. */
async function settleRefusal(
  hubspot: HubSpot,
  object: string,
  inputs: WriteInput[],
  { failure, body }: HubSpotFailure,
  outcomes: Outcomes,
): Promise<void> {
  const unwritable = unwritableProperties(body);
  const carriers = inputs.filter(({ properties }) => Object.keys(properties).some((property) => unwritable.has(property)));
  for (const { trace, properties } of carriers) {
    const property = Object.keys(properties).find((name) => unwritable.has(name)) as string;
    outcomes.set(trace, { ok: false, failure: unwritable.get(property) as Failure });
  }
  const rest = inputs.filter(({ trace }) => !outcomes.has(trace));
  if (carriers.length > 0) {
    if (rest.length > 0) await writeChunk(hubspot, object, rest, outcomes);
    return;
  }
  if (inputs.length === 1 || failure.reason === "trouble" || failure.reason === "key") return settleAll(inputs, failure, outcomes);
  for (const part of apart(inputs, blamedInputs(inputs, body))) await writeChunk(hubspot, object, part, outcomes);
}

function settleAll(inputs: WriteInput[], failure: Failure, outcomes: Outcomes): void {
  for (const { trace } of inputs) outcomes.set(trace, { ok: false, failure });
}
