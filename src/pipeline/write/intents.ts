import type { CurrentRecord } from "../../hubspot/model/current-record.ts";
import type { Key } from "../../hubspot/model/lookup.ts";
import { namesOfKeys } from "../../ledger/key-hash.ts";
import type { Change, Intent } from "../../ledger/receipt.ts";
import type { Decision } from "../../planner/types.ts";
import type { CallAttempt } from "../attempt/attempt.ts";
import { currentRecord } from "../attempt/own-writes.ts";
import type { Write } from "./write.ts";

/** The intent, with the keys of all that it is to create. */
export function withKeys(work: CallAttempt, intent: Intent, hashOf: (key: Key) => string): Intent {
  const created = work.lookups.filter(({ record }) => intent.records[record]?.op === "create");
  const keys = created.flatMap((lookup) => namesOfKeys(lookup, hashOf));
  return keys.length === 0 ? intent : { ...intent, keys: [...new Set(keys)] };
}

/** How long a write may still land after its time-out, or after its connection was lost. */
export const LANDING_MS = 10_000;

export interface Moment {
  now: number;
  indexLagMs: number;
  /** When to try again after HubSpot's own trouble, in ms from now. */
  retryMs: number;
}

/** `from` is what stood there before this call first wrote: an earlier revision's own value never counts. */
export function changeOf(held: CurrentRecord | null, { property, to, from, added }: Decision): Omit<Change, "rule"> {
  const ownWrites = held?.ownWrites?.[property];
  const actual = held?.properties[property] ?? from;
  return { to, from: ownWrites !== undefined && ownWrites.to === actual ? ownWrites.from : actual, ...(added !== undefined && { added }) };
}

/** What may have landed, or may not: the next attempt finds out before it writes. */
export function intentOf(work: CallAttempt, troubled: Write[], now: number): Intent | null {
  const uncertain = troubled.filter(({ failure }) => failure?.reason === "trouble" && failure.landed === "maybe");
  return uncertain.length === 0 ? null : { ...intentFor(work, uncertain, work.intent?.at ?? now), endedAt: now };
}

/** What an attempt sets out to write, for the ledger. */
export function intentFor(work: CallAttempt, writes: Write[], at: number): Intent {
  const entries = writes.map(({ planned }) => {
    const held = work.held[planned.name]?.state === "found" ? currentRecord(work, planned.name) : null;
    const sent = planned.kind === "activity" ? [] : planned.decisions.filter(({ written }) => written);
    const set = Object.fromEntries(sent.map((decision) => [decision.property, { ...changeOf(held, decision), to: decision.to ?? "" }]));
    const searched =
      work.lookups.some(({ record, keys }) => record === planned.name && keys !== null) &&
      !(planned.object === "contacts" && planned.properties["email"]);
    const lines = [...(work.lines[planned.name] ?? []), ...(work.intent?.records[planned.name]?.lines ?? [])];
    const base = {
      object: planned.object,
      op: planned.action === "create" ? ("create" as const) : ("update" as const),
      id: planned.id,
      set,
    };
    return [planned.name, { ...base, ...(searched && { searched }), ...(lines.length > 0 && { lines: [...new Set(lines)] }) }] as const;
  });
  return { at, endedAt: null, records: Object.fromEntries(entries) };
}

/** How long to wait until what may have landed can be seen. */
export function waitMs(intent: Intent | null, { indexLagMs, retryMs }: Pick<Moment, "indexLagMs" | "retryMs">): number {
  if (intent === null) return retryMs;
  return Math.max(retryMs, needsSearch(intent) ? indexLagMs : LANDING_MS);
}

/** A contact without an e-mail, and any other new record that only search finds again. */
export function needsSearch(intent: Intent): boolean {
  return Object.values(intent.records).some(({ op, searched }) => op === "create" && searched === true);
}
