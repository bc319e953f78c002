import type { PortalState } from "../portal-state.ts";
import { Problem, badRequest } from "../problem.ts";
import { writtenJson } from "./record-json.ts";
import type { Commit, WriteInput, Writing } from "./writes.ts";

type Prepare = (writing: Writing, input: WriteInput) => Commit;

export interface BatchAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** All or nothing, unless every input carries its own trace id: then what is good lands and the rest is listed. */
export function writeBatch(writing: Writing, inputs: readonly WriteInput[], prepare: Prepare, success: number): BatchAnswer {
  const { state } = writing;
  refuseDuplicates(inputs);
  const judged = inputs.map((input) => ({ input, outcome: attempt(() => prepare(writing, input)) }));
  const refused = judged.flatMap(({ input, outcome }) => (outcome instanceof Problem ? [{ input, problem: outcome }] : []));
  const first = refused[0]?.problem;
  if (first && !(traced(inputs) && eachAlone(state, refused))) throw first.status === 404 ? badRequest(first.message, first.extra) : first;
  const results = judged.flatMap(({ input, outcome }) => (outcome instanceof Problem ? [] : [written(writing, input, outcome)]));
  const body = batchBody(
    state,
    results,
    refused.map(({ input, problem }) => traceLine(input, problem)),
  );
  return { status: refused.length > 0 ? state.settings.partialStatus : success, body };
}

export function batchBody(state: PortalState, results: unknown[], errors: unknown[]): Record<string, unknown> {
  const at = new Date(state.now()).toISOString();
  const failed = errors.length > 0 ? { numErrors: errors.length, errors } : {};
  return { status: "COMPLETE", results: state.random.shuffled(results), ...failed, startedAt: at, completedAt: at };
}

function attempt(prepare: () => Commit): Commit | Problem {
  try {
    return prepare();
  } catch (problem) {
    if (problem instanceof Problem) return problem;
    throw problem;
  }
}

function written({ state, type }: Writing, input: WriteInput, commit: Commit): Record<string, unknown> {
  const { record, isNew, sent } = commit();
  const trace = input.objectWriteTraceId === undefined ? {} : { objectWriteTraceId: String(input.objectWriteTraceId) };
  const upserted = input.idProperty !== undefined && input.idProperty !== null ? { new: isNew } : {};
  return { ...writtenJson(state.schema, type, record, sent), ...upserted, ...trace };
}

function traced(inputs: readonly WriteInput[]): boolean {
  const ids = inputs.map((input) => input.objectWriteTraceId);
  return ids.every((id) => typeof id === "string" && id !== "") && new Set(ids).size === ids.length;
}

function eachAlone(state: PortalState, refused: readonly { problem: Problem }[]): boolean {
  return state.settings.batchConflict === "each" || refused.every(({ problem }) => problem.status !== 409);
}

function traceLine(input: WriteInput, problem: Problem): Record<string, unknown> {
  const context = { ...problem.extra.context, objectWriteTraceId: [String(input.objectWriteTraceId)] };
  return { ...problem.toJson(), context };
}

function refuseDuplicates(inputs: readonly WriteInput[]): void {
  const ids = inputs
    .filter((input) => input.id !== undefined)
    .map((input) => `${String(input.idProperty ?? "")}:${String(input.id).toLowerCase()}`);
  if (new Set(ids).size < ids.length) throw badRequest("Duplicate IDs found in batch input. IDs must be unique");
}
