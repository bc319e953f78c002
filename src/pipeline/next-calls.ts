import { type Claimed, claim, hasReady } from "../ledger/queue.ts";
import type { Batch } from "./batch.ts";
import type { Suspects } from "./suspects.ts";

/** Bodies of calls that are in flight: the object has 128 MB of memory for all it does. */
const BYTES_IN_FLIGHT = 12_000_000;
export const BYTES_A_BATCH = BYTES_IN_FLIGHT / 2;
const NEARLY = 0.8;
/** So many are worth a batch, whatever else is in flight. */
const WORTH_A_BATCH = 100;
/** While calls pour in, a batch fills for so long since the one before began: it begins full, or at least not small. */
const GATHER_MS = 1_000;
/** The first of a run: nothing else is under way. */
const GATHER_FIRST_MS = 600;
/** Where nothing is in flight a batch is small, so that its search goes soon: those after it are opened meanwhile. */
const FIRST_CALLS = 400;
/** The last calls go in halves, while each is worth what its requests cost. */
const WORTH_A_HALF = 200;
/** What HubSpot takes in one request. While calls pour in, what would fill a request only in part goes with the next batch. */
const A_REQUEST = 100;

/** The calls that are due. */
export interface CallSource {
  storage: DurableObjectStorage;
  now(): number;
  pace(): { batchesAtOnce: number; callsABatch: number };
  /** Whether calls pour in, so that the next batch fills by itself. */
  isBurst(): boolean;
  readonly suspects: Suspects;
}

/** Until when (ms) the next batch fills by itself while calls pour in, as things stand when a run or the batch before begins. */
export const gathersUntil = (now: number, before?: Claimed[]): number =>
  before === undefined ? now + GATHER_FIRST_MS : isFullOfBytes(before) ? now : now + GATHER_MS;

/** Whether the next batch still fills by itself. Where something went wrong a moment ago, what can be written now is not kept waiting for the next time. */
export function mustGather(source: CallSource, batches: Batch[], until: number): boolean {
  if (source.suspects.customers.size > 0 || !source.isBurst() || source.now() >= until) return false;
  const { callsABatch } = source.pace();
  const most = callsABatch + batches.reduce((sum, { claimed }) => sum + claimed.length, 0);
  return !hasReady(source.storage.sql, most);
}

/** What the next batch takes on, beside those that are in flight. Few calls are not worth one while another is still being looked for. */
export function nextCalls(source: CallSource, batches: Batch[]): Claimed[] {
  const { batchesAtOnce, callsABatch } = source.pace();
  if (batches.length >= batchesAtOnce || batches.some(({ isSuspect }) => isSuspect)) return [];
  const inFlight = batches.flatMap(({ claimed }) => claimed);
  const bytes = BYTES_IN_FLIGHT - bytesOf(inFlight);
  if (batches.length > 0 && bytes <= 0) return [];
  const room = {
    calls: batches.length === 0 ? Math.min(FIRST_CALLS, callsABatch) : callsABatch,
    bytes: Math.min(bytes, BYTES_A_BATCH),
    without: [...source.suspects.customers, ...inFlight.map(({ customer }) => customer)],
  };
  const claimed = claim(source.storage.sql, source.now(), room);
  const isSmall = claimed.length < Math.min(WORTH_A_BATCH, callsABatch) && !isFullOfBytes(claimed);
  if (isSmall && batches.some(({ isFinding }) => isFinding)) return [];
  if (source.isBurst()) return inHundreds(claimed);
  const isLast = batches.length > 0 && claimed.length < callsABatch && !isFullOfBytes(claimed);
  return isLast ? firstHalf(claimed) : claimed;
}

/** The last of what is ready: while its first half is written, the second is read. */
function firstHalf(claimed: Claimed[]): Claimed[] {
  const half = Math.ceil(claimed.length / 2 / A_REQUEST) * A_REQUEST;
  return claimed.slice(0, Math.max(half, WORTH_A_HALF));
}

const isFullOfBytes = (claimed: Claimed[]): boolean => bytesOf(claimed) > BYTES_A_BATCH * NEARLY;

const inHundreds = (claimed: Claimed[]): Claimed[] =>
  claimed.length <= A_REQUEST ? claimed : claimed.slice(0, claimed.length - (claimed.length % A_REQUEST));

const bytesOf = (calls: Claimed[]): number => calls.reduce((sum, { bytes }) => sum + bytes, 0);
