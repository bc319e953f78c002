import type { Failure } from "../../hubspot/http/failure.ts";
import type { Receipt } from "../../ledger/receipt.ts";
import { intend, keepReceipts } from "../../ledger/settlements.ts";
import type { CallAttempt } from "../attempt/attempt.ts";
import type { PipelineContext } from "../attempt/context.ts";
import { associateRest } from "./complete-associations.ts";
import { outcomeOf } from "./decide-outcome.ts";
import { intentFor, withKeys } from "./intents.ts";
import { recoverLanded } from "./recover-landed.ts";
import { sendWrites, writesOf } from "./send-writes.ts";
import { rememberLanded, settleAll } from "./settle.ts";

/** Writes all the plans and settles every call. Returns what of HubSpot's own trouble stood in the way. */
export async function writeAll(ports: PipelineContext, works: CallAttempt[]): Promise<Failure | null> {
  const { storage, hubspot } = ports;
  const writes = writesOf(works, ports.hashOf);
  const byWork = Map.groupBy(writes, (write) => write.work);
  storage.transactionSync(() => {
    for (const work of works) {
      const absorbed = recoverLanded(work);
      if (Object.keys(absorbed).length > 0)
        keepReceipts(storage.sql, work.claimed.call, { ...(JSON.parse(work.claimed.records) as Record<string, Receipt>), ...absorbed });
      const sent = (byWork.get(work) ?? []).filter(({ state }) => state === "open");
      if (sent.length > 0) {
        work.intent = withKeys(work, intentFor(work, sent, ports.now()), ports.hashOf);
        intend(storage.sql, work.claimed.call, work.intent);
      }
    }
  });
  await storage.sync();
  await sendWrites(ports, writes, (round) => rememberLanded(ports, round));
  await associateRest(hubspot, writes);
  const settlements = works.map((work) =>
    outcomeOf(work, byWork.get(work) ?? [], { now: ports.now(), indexLagMs: ports.indexLagMs, retryMs: ports.retryMs }),
  );
  settleAll(ports, works, settlements);
  for (const work of works)
    ports.batchSizeLimits.note(
      work.claimed.call,
      (byWork.get(work) ?? []).some(({ failure }) => failure?.reason === "trouble"),
    );
  return writes.map(({ failure }) => failure).find((failure) => failure?.reason === "key" || failure?.reason === "trouble") ?? null;
}
