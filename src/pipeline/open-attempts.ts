import { REQUEST_TIMEOUT_MS } from "../hubspot/http/send.ts";
import { knownIdentities } from "../ledger/identities.ts";
import { namesOfKeys } from "../ledger/key-hash.ts";
import { type Claimed, readClaims } from "../ledger/queue.ts";
import { type CallAttempt, openSafely } from "./attempt/attempt.ts";
import { CALLS_BETWEEN_BREATHS, type PipelineContext } from "./attempt/context.ts";
import { claimedUntil } from "./record-conflicts.ts";
import { LANDING_MS, needsSearch } from "./write/intents.ts";
import { settleStopped } from "./write/settle.ts";

/**
 * Opens claimed calls. Those that do not go on are settled as they stand; those whose last attempt was cut off wait until its writes have
 * landed, and with them those that may lead to what it created.
 */
export async function openAll(ports: PipelineContext, claimed: Claimed[]): Promise<CallAttempt[]> {
  const works: CallAttempt[] = [];
  for (const [index, call] of claimed.entries()) {
    if (index % CALLS_BETWEEN_BREATHS === CALLS_BETWEEN_BREATHS - 1) await ports.breathe();
    const opened = openSafely(ports, call);
    if ("status" in opened) settleStopped(ports, opened);
    else works.push(opened);
  }
  const landed = works.filter((work) => isDue(ports, work, landsBy(ports, work)));
  const claims = readClaims(ports.storage.sql, ports.now());
  return landed.filter((work) => isDue(ports, work, claimedUntil(claims, work, ports.hashOf)));
}

function isDue(ports: PipelineContext, work: CallAttempt, dueAt: number): boolean {
  if (dueAt <= ports.now()) return true;
  delay(ports, work, dueAt);
  return false;
}

/** When all that an unfinished attempt sent has landed, if it ever will, and can be seen. */
function landsBy(ports: PipelineContext, work: CallAttempt): number {
  const { intent } = work;
  if (intent === null) return 0;
  // The process may have died a moment after it sent its last request, which HubSpot may take as long over as we would have waited.
  intent.endedAt ??= ports.now() + REQUEST_TIMEOUT_MS;
  return intent.endedAt + (needsSearch(intent) && !isAllKnown(ports, work) ? ports.indexLagMs : LANDING_MS);
}

/** Whether the ledger knows every record that would have to be searched for. */
function isAllKnown({ storage, hashOf }: PipelineContext, { intent, lookups }: CallAttempt): boolean {
  const searched = lookups.filter(({ record }) => intent?.records[record]?.op === "create" && intent.records[record].searched === true);
  return searched.every((lookup) => {
    const names = namesOfKeys(lookup, hashOf);
    return names.length === 0 || knownIdentities(storage.sql, names).size > 0;
  });
}

function delay({ storage }: PipelineContext, { claimed, intent }: CallAttempt, dueAt: number): void {
  const kept = intent === null ? null : JSON.stringify(intent);
  storage.sql.exec("UPDATE calls SET due_at = ?, intent = ? WHERE call = ?", Math.ceil(dueAt), kept, claimed.call);
}
