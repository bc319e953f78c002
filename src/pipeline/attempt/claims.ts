import { REQUEST_TIMEOUT_MS } from "../../hubspot/http/send.ts";
import { type Unfinished, endIntent, readUnfinished } from "../../ledger/unfinished.ts";
import type { PipelineContext } from "./context.ts";

/** What others may come upon of an unfinished attempt: a key, the record it is reached through, a shared activity. */
export interface Claim extends Unfinished {
  name: string;
}

/** By what others' unfinished attempts may be come upon, and whose they are. */
export function readClaims({ storage }: Pick<PipelineContext, "storage">): Claim[] {
  return readUnfinished(storage.sql).flatMap((unfinished) => (unfinished.intent.keys ?? []).map((name) => ({ name, ...unfinished })));
}

/**
 * By when all that an attempt whose call nobody tries has sent can be seen, by search, too; ms. Where nobody knows when it ended, its last request may
 * have gone out just now: from then on it is known.
 */
export function leftBehindBy({ storage, now, indexLagMs }: PipelineContext, { call, intent }: Claim): number {
  const endedAt = intent.endedAt ?? now() + REQUEST_TIMEOUT_MS;
  if (intent.endedAt === null) endIntent(storage.sql, call, endedAt);
  return endedAt + indexLagMs;
}
