import type { HubSpot } from "../http/client.ts";
import { errorLines, resultsOf } from "../http/error-body.ts";
import { type Failure, HubSpotFailure, failureOfLine, refusal, trouble, unwritableProperties } from "../http/failure.ts";
import { batchesBySize } from "./batches-by-size.ts";
import { apart, blamedInputs } from "./blame.ts";
import { type Match, type WrittenRecord, matchByName, matchByValues } from "./match-results.ts";
import { create, update } from "./send-batch.ts";
import type { WriteInput, WriteOutcome } from "./write-input.ts";
import { warningsOf } from "./written-warnings.ts";

/** By the trace of the input. */
type Outcomes = Map<string, WriteOutcome>;
/** Sends inputs of one kind, creations or updates, in one request. Throws HubSpotFailure. */
type SendBatch = (inputs: WriteInput[]) => Promise<unknown>;

/** HubSpot answered without saying what became of a record: it has been seen to do that. */
const UNSAID: Failure = trouble("maybe");
/** An update does not make what "exists already": another record holds the value. */
const HELD_BY_ANOTHER = refusal(409, { category: "CONFLICTING_UNIQUE_VALUE" });

/**
 * Creates or updates records of one object type through the batch endpoint, 100 and 1.5 MB at a time. Never throws:
 * every input gets its own outcome, whatever happened to its batch.
 */
export async function writeBatch(hubspot: HubSpot, object: string, inputs: WriteInput[]): Promise<Outcomes> {
  const traced = inputs.map((input) => ({ ...input, trace: newTrace() }));
  const [creations, updates] = [traced.filter(({ id }) => id === null), traced.filter(({ id }) => id !== null)];
  const [created, updated] = await Promise.all([
    writeAll(creations, (batch) => create(hubspot, object, batch)),
    writeAll(updates, (batch) => update(hubspot, object, batch)),
  ]);
  const outcomes = new Map([...created, ...[...updated].map(([trace, outcome]) => [trace, ofUpdate(outcome)] as const)]);
  return new Map(inputs.map(({ trace }, index) => [trace, outcomes.get((traced[index] as WriteInput).trace) as WriteOutcome]));
}

/** HubSpot names the inputs that are to blame by it, sometimes only in a sentence: nothing else there may look like it. */
const newTrace = (): string => `w${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;

const ofUpdate = (outcome: WriteOutcome): WriteOutcome =>
  !outcome.ok && outcome.failure.reason === "exists" ? { ok: false, failure: HELD_BY_ANOTHER } : outcome;

async function writeAll(inputs: WriteInput[], send: SendBatch): Promise<Outcomes> {
  return merged(await Promise.all(batchesBySize(inputs).map((batch) => write(batch, send))));
}

/** One request, and further ones for what its answer leaves open. */
async function write(inputs: WriteInput[], send: SendBatch): Promise<Outcomes> {
  if (inputs.length === 0) return new Map();
  const answer = await answerTo(inputs, send);
  return answer instanceof HubSpotFailure ? afterRefusal(inputs, answer, send) : afterAnswer(inputs, answer, send);
}

/** In parts, one after the other: what one part does may decide what becomes of the next. */
async function writeApart(parts: WriteInput[][], send: SendBatch): Promise<Outcomes> {
  const outcomes: Outcomes[] = [];
  for (const part of parts) outcomes.push(await write(part, send));
  return merged(outcomes);
}

async function answerTo(inputs: WriteInput[], send: SendBatch): Promise<unknown> {
  try {
    return await send(inputs);
  } catch (error) {
    return error instanceof HubSpotFailure ? error : new HubSpotFailure(UNSAID);
  }
}

/** What an answer says of each input. Of those that it leaves out, its errors that name nobody may speak. */
async function afterAnswer(inputs: WriteInput[], answer: unknown, send: SendBatch): Promise<Outcomes> {
  const { outcomes, anonymous } = readAnswer(inputs, answer);
  const open = openIn(inputs, outcomes);
  const [first] = anonymous;
  if (first === undefined || anonymous.length < open.length) return merged([outcomes, allWith(UNSAID, open)]);
  // One error for each that is open: none of those has landed. Which error is whose shows when each is sent alone.
  const needsTelling = open.length > 1 && anonymous.some(({ reason }) => reason !== "trouble");
  return merged([
    outcomes,
    needsTelling
      ? await writeApart(
          open.map((one) => [one]),
          send,
        )
      : allWith(first, open),
  ]);
}

/** `anonymous`: the failures that name no input. */
function readAnswer(inputs: WriteInput[], answer: unknown): { outcomes: Outcomes; anonymous: Failure[] } {
  const { matched, unnamed } = matchByName(inputs, resultsOf<WrittenRecord>(answer));
  const written = allWritten(matched);
  const lines = errorLines(answer).map((line) => ({ blamed: blamedInputs(inputs, line), failure: failureOfLine(line) }));
  // What is listed as written is written, whatever a line says.
  const blamed = merged(lines.map((line) => allWith(line.failure, openIn(line.blamed, written))));
  const anonymous = lines.filter((line) => line.blamed.length === 0).map(({ failure }) => failure);
  const named = merged([blamed, written]);
  const guessed = allWritten(matchByValues(openIn(inputs, named), unnamed, anonymous.length === 0));
  return { outcomes: merged([named, guessed]), anonymous };
}

/** A refusal of the whole batch means that nothing of it landed: those that are to blame are found, so that the others land. */
async function afterRefusal(inputs: WriteInput[], { failure, body }: HubSpotFailure, send: SendBatch): Promise<Outcomes> {
  const unwritable = carriersOf(unwritableProperties(body), inputs);
  if (unwritable.size > 0) return merged([unwritable, await write(openIn(inputs, unwritable), send)]);
  const concernsAll = failure.reason === "trouble" || failure.reason === "key";
  if (inputs.length === 1 || concernsAll) return allWith(failure, inputs);
  return writeApart(apart(inputs, blamedInputs(inputs, body)), send);
}

/** The inputs that carry a property with which no record can be written, each with the reason. */
function carriersOf(unwritable: Map<string, Failure>, inputs: WriteInput[]): Outcomes {
  return new Map(
    inputs.flatMap(({ trace, properties }) => {
      const failure = Object.keys(properties)
        .map((property) => unwritable.get(property))
        .find((each) => each !== undefined);
      return failure === undefined ? [] : [[trace, { ok: false, failure }] as const];
    }),
  );
}

const merged = (outcomes: Outcomes[]): Outcomes => new Map(outcomes.flatMap((each) => [...each]));

const openIn = (inputs: WriteInput[], outcomes: Outcomes): WriteInput[] => inputs.filter(({ trace }) => !outcomes.has(trace));

const allWith = (failure: Failure, inputs: WriteInput[]): Outcomes => new Map(inputs.map(({ trace }) => [trace, { ok: false, failure }]));

const allWritten = (matches: Match[]): Outcomes =>
  new Map(matches.map(([{ trace }, record]) => [trace, { ok: true, id: String(record.id), ...warningsOf(record) }]));
