import { type ErrorBody, errorLines, isSilent, resultsOf } from "../http/error-body.ts";
import { type Failure, HubSpotFailure, failureOfLine, trouble } from "../http/failure.ts";
import { apart, idsIn } from "./blame.ts";

/** One request for many things, each asked for by an `id` of some kind. */
export interface Question<I extends { id: string }> {
  ask(inputs: I[]): Promise<unknown>;
  /** Whether this refusal of so many inputs means that HubSpot has none of them. */
  meansNone(failure: Failure, inputs: number): boolean;
}

/** One that is not there may make HubSpot answer 404 for all: only believed of one alone. */
export const noneAlone = (failure: Failure, inputs: number): boolean => inputs === 1 && failure.reason === "gone";

/**
 * What HubSpot holds of the things asked for. That something is not there is believed where HubSpot says so; where it says nothing at all, when it
 * does so twice. Throws HubSpotFailure.
 */
export async function askFor<I extends { id: string }, R>(inputs: I[], question: Question<I>): Promise<R[]> {
  if (inputs.length === 0) return [];
  const answer = await answerTo(inputs, question);
  if (answer instanceof HubSpotFailure) return askApart(inputs, question, answer);
  for (const line of errorLines(answer)) if (!saysMissing(line)) throw new HubSpotFailure(troubleOf(line), line);
  return resultsOf<R>(answer);
}

/** A refusal that may be about what was asked for is an answer too. */
async function answerTo<I extends { id: string }>(inputs: I[], question: Question<I>): Promise<unknown> {
  try {
    const answer = await question.ask(inputs);
    return isSilent(answer) ? await question.ask(inputs) : answer;
  } catch (error) {
    const isRefused = error instanceof HubSpotFailure && (error.failure.reason === "gone" || error.failure.reason === "refused");
    if (isRefused) return error;
    throw error;
  }
}

/** What was refused as a whole is asked for in parts, one after the other: a refusal of whatever is asked ends it soon. */
async function askApart<I extends { id: string }, R>(inputs: I[], question: Question<I>, refused: HubSpotFailure): Promise<R[]> {
  const { failure, body } = refused;
  const ids = idsIn(body);
  const named = inputs.filter(({ id }) => ids.has(id));
  if (failure.reason === "gone" && named.length > 0)
    return askFor(
      inputs.filter((input) => !named.includes(input)),
      question,
    );
  if (question.meansNone(failure, inputs.length)) return [];
  if (inputs.length === 1) throw refused;
  const found: R[] = [];
  for (const part of apart(inputs, named)) found.push(...(await askFor<I, R>(part, question)));
  return found;
}

/** That there is no such record, or that nothing could have such an id. */
function saysMissing(line: ErrorBody): boolean {
  const failure = failureOfLine(line);
  return failure.reason === "gone" || (failure.reason === "refused" && /VALIDATION|INVALID/.test(failure.category));
}

function troubleOf(line: ErrorBody): Failure {
  const failure = failureOfLine(line);
  if (failure.reason === "key" || failure.reason === "trouble") return failure;
  return trouble("no", failure.details);
}
