import { type Failure, HubSpotFailure } from "../../hubspot/http/failure.ts";
import { type UndoWork, asItStands, holdUndo, nextUndo, postponeUndo } from "../../ledger/asked/undo-queue.ts";
import { errorPlace } from "../../log.ts";
import { problemOf } from "../../problem/problem.ts";
import { moveCall } from "./move-call.ts";
import { type UndoContext, undoCall } from "./undo.ts";

/** An undo needs some ten requests: after so many calls those that wait to be written have their turn. */
const CALLS_A_RUN = 10;
/** From one try to the next, where a key is in the way: an operator mends it. */
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 600_000;
/** HubSpot's own trouble: the circuit breaker says when the portal may be asked at all. */
const RETRY_MS = 2_000;

interface UndoDueContext extends UndoContext {
  isStopped(): boolean;
  /** Null: it is known what the call has written. A number: only then (ms). Throws HubSpotFailure. */
  findOut(call: string): Promise<number | null>;
}

/**
 * Does what operators asked to be undone or moved, call by call, while nothing else is being written. Returns HubSpot's own trouble, if that
 * stood in the way: the rest waits. What one call's undo runs into is its own.
 */
export async function undoDue(context: UndoDueContext): Promise<Failure | null> {
  const { sql, now } = context;
  for (let done = 0; done < CALLS_A_RUN && !context.isStopped(); done++) {
    const work = nextUndo(sql, now());
    if (work === null) return null;
    const failure = await undoSafely(context, work);
    if (failure?.reason === "trouble") return failure;
  }
  return null;
}

async function undoSafely(context: UndoDueContext, work: UndoWork): Promise<Failure | null> {
  const { sql, now } = context;
  try {
    if (work.verb === null) holdUndo(sql, work, now(), problemOf({ code: "stored_unreadable" }));
    else if (work.verb.do === "move") await moveCall(context, { ...work, verb: work.verb });
    else await undoKnown(context, work);
    return null;
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) {
      console.error(JSON.stringify({ event: "defect", call: work.call, ...errorPlace(error) }));
      holdUndo(sql, work, now(), problemOf({ code: "hit_a_bug" }));
      return null;
    }
    const { failure } = error;
    const answer = "cause" in failure ? problemOf(failure.cause, failure.details) : null;
    if (failure.reason === "trouble" && answer) postponeUndo(sql, work, now(), { waitMs: RETRY_MS, problem: null, answer });
    else if (failure.reason === "key" && answer) postponeUndo(sql, work, now(), { waitMs: waitMs(work), problem: answer, answer });
    else holdUndo(sql, work, now(), problemOf({ code: "undo_stopped" }, failure.details));
    return failure;
  }
}

/** Once it is known what an attempt that was cut off has made; a call that is moved is written again, and that finds out. */
async function undoKnown(context: UndoDueContext, work: UndoWork): Promise<void> {
  const { sql, now } = context;
  const knownAt = work.isUnfinished ? await context.findOut(work.call) : null;
  if (knownAt === null) return undoCall(context, work.isUnfinished ? asItStands(sql, work) : work);
  const problem = problemOf({ code: "finds_out_what_landed" });
  postponeUndo(sql, work, now(), { waitMs: knownAt - now(), problem, answer: problem });
}

const waitMs = ({ attempts }: UndoWork): number => Math.min(FIRST_WAIT_MS * 2 ** attempts, LONGEST_WAIT_MS);
