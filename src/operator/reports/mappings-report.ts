import { readBody } from "../../ledger/bodies/bodies.ts";
import { countAll } from "../../ledger/counters.ts";
import { searchCalls } from "../../ledger/views/search-calls.ts";
import { readStoredCalls } from "../../ledger/views/stored-call.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { describe } from "../../mapping/explain-condition.ts";
import { parsePostCall } from "../../otonistark/parse.ts";
import { type UnreadVariable, unreadVariables } from "./unread-variables.ts";

/** The deployed mappings and what none of them reads. Part of the public contract. */
export interface MappingsReport {
  mappings: {
    name: string;
    file: string;
    /** In words; null: every call. */
    when: string | null;
    /** How many calls it has taken. */
    calls: number;
    /** Only of one that plans its calls and writes nothing. */
    shadow?: true;
  }[];
  unread: UnreadVariable[];
  /** In how many of the newest calls, whose bodies are kept, variables were looked for. */
  searched: number;
}

/** Looked for in the bodies of the newest calls, so that nothing need be written for it: a body takes 0.3 ms. */
const MOST_LOOKED_AT = 400;
/** Few very large bodies count as much as many small ones. */
const MOST_BYTES = 4_000_000;

export function mappingsReport(sql: SqlStorage, mappings: Mapping[]): MappingsReport {
  const arrived = newestCalls(sql);
  const taken = countAll(sql).mappings;
  return {
    mappings: mappings.map(({ name, file, when, shadow }) => ({
      name,
      file,
      when: when === null ? null : describe(when),
      calls: taken[name] ?? 0,
      ...(shadow && { shadow }),
    })),
    unread: unreadVariables(arrived, mappings),
    searched: arrived.length,
  };
}

function newestCalls(sql: SqlStorage): { names: Record<string, unknown>; receivedAt: number }[] {
  const { calls } = searchCalls(sql, {}, { limit: MOST_LOOKED_AT, before: Number.MAX_SAFE_INTEGER }, { customer: null, email: null });
  let bytes = 0;
  return readStoredCalls(sql, calls).flatMap((stored) => {
    bytes += stored.bytes;
    const names =
      stored.status === "rejected" || !stored.hasBody || bytes > MOST_BYTES
        ? null
        : namesIn(readBody(sql, stored.delivery), stored.receivedAt);
    return names === null ? [] : [{ names, receivedAt: stored.receivedAt }];
  });
}

/** Undefined: it has been spoilt. */
function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

function namesIn(body: Uint8Array | null, receivedAt: number): Record<string, unknown> | null {
  if (body === null) return null;
  const json = jsonIn(body);
  const read = json === undefined ? null : parsePostCall(json, new Date(receivedAt).toISOString());
  return read?.kind === "call" ? read.call.names : null;
}
