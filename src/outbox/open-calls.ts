import { REQUEST_TIMEOUT_MS } from "../hubspot/send.ts";
import type { Claimed } from "./inbox.ts";
import { knownPeople } from "./ledger.ts";
import { LANDING_MS, needsSearch } from "./outcome.ts";
import { settleStopped } from "./settle.ts";
import type { WavePorts } from "./wave.ts";
import { openSafely, type Work } from "./work.ts";

export const CALLS_BETWEEN_BREATHS = 20;

/** Opens claimed calls. Those that do not go on are settled as they stand; those whose last attempt was cut off wait until its writes have landed. */
export async function openAll(ports: WavePorts, claimed: Claimed[]): Promise<Work[]> {
  const works: Work[] = [];
  for (const [index, call] of claimed.entries()) {
    if (index % CALLS_BETWEEN_BREATHS === CALLS_BETWEEN_BREATHS - 1) await ports.breathe();
    const opened = openSafely(ports, call);
    if ("status" in opened) settleStopped(ports, opened);
    else {
      const dueAt = landsBy(ports, opened);
      if (dueAt > ports.now()) delay(ports, opened, dueAt);
      else works.push(opened);
    }
  }
  return works;
}

/** When all that an unfinished attempt sent has landed, if it ever will, and can be seen. */
function landsBy({ storage, now, indexLagMs, hashOf }: WavePorts, work: Work): number {
  const { intent, lookups } = work;
  if (intent === null) return 0;
  // The process may have died a moment after it sent its last request, which HubSpot may take as long over as we would have waited.
  intent.endedAt ??= now() + REQUEST_TIMEOUT_MS;
  const onlyContacts = Object.values(intent.records).every(
    ({ object, op, searched }) => object === "contacts" || op !== "create" || !searched,
  );
  const known = () =>
    onlyContacts &&
    knownPeople(
      storage.sql,
      lookups.flatMap(({ object, keys }) => (object === "contacts" ? (keys ?? []).map(hashOf) : [])),
    ).size > 0;
  return intent.endedAt + (needsSearch(intent) && !known() ? indexLagMs : LANDING_MS);
}

function delay({ storage }: WavePorts, { claimed, intent }: Work, dueAt: number): void {
  storage.sql.exec("UPDATE calls SET due_at = ?, intent = ? WHERE call = ?", Math.ceil(dueAt), JSON.stringify(intent), claimed.call);
}
