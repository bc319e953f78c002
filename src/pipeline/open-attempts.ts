import { chunks } from "../chunks.ts";
import type { ProblemCause } from "../problem/causes.ts";
import { REQUEST_TIMEOUT_MS } from "../hubspot/http/send.ts";
import { readReadyBodies } from "../ledger/bodies/bodies.ts";
import { knownIdentities } from "../ledger/records/identities.ts";
import { namesOfKeys } from "../ledger/key-hash.ts";
import type { Claimed } from "../ledger/queue.ts";
import type { Intent } from "../ledger/settle/receipt.ts";
import type { OpenedAttempt } from "./attempt/attempt.ts";
import { orHeld } from "./attempt/bug.ts";
import { CALLS_BETWEEN_BREATHS, type PipelineContext } from "./attempt/context.ts";
import { type Dropout, type Sorted, sorted } from "./attempt/dropout.ts";
import { NEVER_LOGGED, isNeverLogged } from "./attempt/never-logged.ts";
import { openAttempt } from "./attempt/open-attempt.ts";
import { LANDING_MS } from "./attempt/landing.ts";
import { needsSearch } from "./write/intents.ts";

/**
 * Opens claimed calls. Those whose last attempt was cut off wait until its writes have landed.
 */
export async function openAll(context: PipelineContext, claimed: Claimed[]): Promise<Sorted<OpenedAttempt>> {
  const opened: (OpenedAttempt | Dropout)[] = [];
  for (const some of chunks(claimed, CALLS_BETWEEN_BREATHS)) {
    if (opened.length > 0) await context.breathe();
    const bodies = readReadyBodies(
      context.storage.sql,
      some.map(({ delivery }) => delivery),
    );
    for (const call of some) {
      if (context.beginsWork !== undefined) await context.beginsWork(call.call);
      opened.push(orHeld({ claimed: call }, () => open(context, call, bodies.get(call.delivery))));
    }
  }
  await context.beginsWork?.();
  return sorted(await reopened(context, opened));
}

/** What the portal lacked when its schema was read, it may have by now. */
async function reopened(context: PipelineContext, opened: (OpenedAttempt | Dropout)[]): Promise<(OpenedAttempt | Dropout)[]> {
  if (!opened.some(lacksSomething)) return opened;
  const afresh = { ...context, portalSchema: await context.freshSchema() };
  return opened.map((each) => (lacksSomething(each) ? orHeld({ claimed: each.claimed }, () => open(afresh, each.claimed)) : each));
}

const lacksSomething = (each: OpenedAttempt | Dropout): boolean =>
  "reason" in each && each.reason === "held" && LACKING.has(each.problem.code ?? "");

const LACKING = new Set<string>(["no_such_pipeline", "no_such_stage", "no_such_option", "no_such_owner"] satisfies ProblemCause["code"][]);

/** One of them, with the portal's schema as it was read; and its body, where that was, too. */
export function open(context: PipelineContext, claimed: Claimed, body?: Uint8Array | null): OpenedAttempt | Dropout {
  const opened = openAttempt(context.storage.sql, claimed, context.mappings, context.portalSchema, body);
  if ("reason" in opened) return opened;
  if (isNeverLogged(context, opened.call, opened.mapping.country)) return { claimed, reason: "skipped", note: NEVER_LOGGED };
  if (opened.cutOff === null) return opened;
  // The process may have died a moment after it sent its last request, which HubSpot may take as long over as we would have waited.
  const cutOff = { ...opened.cutOff, endedAt: opened.cutOff.endedAt ?? context.now() + REQUEST_TIMEOUT_MS };
  const dueAt = landsBy(context, opened, cutOff);
  return dueAt <= context.now() ? { ...opened, cutOff } : { claimed, reason: "not_landed", dueAt, cutOff };
}

/** When all that an unfinished attempt sent has landed, if it ever will, and can be seen. ms */
function landsBy(context: PipelineContext, opened: OpenedAttempt, cutOff: Intent & { endedAt: number }): number {
  return cutOff.endedAt + (needsSearch(cutOff) && !isAllKnown(context, opened, cutOff) ? context.indexLagMs : LANDING_MS);
}

/** Whether the ledger knows every record that would have to be searched for. */
function isAllKnown({ storage, hashOf }: PipelineContext, { lookups }: OpenedAttempt, { records }: Intent): boolean {
  const isSearched = (name: string) => records[name]?.op === "create" && records[name].searched === true;
  const searched = lookups.filter(({ record }) => isSearched(record));
  // An activity that stands alone is looked up by nothing that the ledger knows.
  if (Object.keys(records).filter(isSearched).length > searched.length) return false;
  return searched.every((lookup) => {
    const names = namesOfKeys(lookup, hashOf);
    return names.length === 0 || knownIdentities(storage.sql, names).size > 0;
  });
}
