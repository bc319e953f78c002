import { type Identity, identify } from "../call/identify.ts";
import { readBody } from "../ledger/bodies/bodies.ts";
import type { EditedBody } from "../ledger/asked/edit-body.ts";
import type { CustomerKeys } from "../ledger/intake/same-customer.ts";
import type { StoredCall } from "../ledger/views/stored-call.ts";
import { parsePostCall } from "../otonistark/parse.ts";
import { isObject, isShallow, mergePatch } from "./merge-patch.ts";

/** As for deliveries: more than a row of the ledger holds. */
const LARGEST_BYTES = 1_900_000;

/**
 * A stored body with an operator's correction in it, as it is to be stored; or why not, in a sentence. The correction is a JSON merge patch of
 * the body as it came: `{"customer_phone": "+55…"}`.
 */
export function correctCall(
  sql: SqlStorage,
  stored: StoredCall,
  change: unknown,
  hashWho: (who: Identity) => CustomerKeys,
): EditedBody | { refused: string } {
  if (!isObject(change))
    return { refused: '`change` is an object of the fields to correct: {"change":{"customer_phone":"+5511987654321"}}.' };
  if (!isShallow(change)) return { refused: "`change` is nested too deeply: a correction names a few fields." };
  const json = storedJson(sql, stored);
  if (json === undefined) return { refused: "The call's stored body cannot be read any more. Have OtoniStark resend its webhook." };
  const corrected = new TextEncoder().encode(JSON.stringify(mergePatch(json, change)));
  if (corrected.byteLength > LARGEST_BYTES) return { refused: "The corrected body is over 1,900,000 bytes." };
  const read = parsePostCall(JSON.parse(new TextDecoder().decode(corrected)), new Date(stored.receivedAt).toISOString());
  if (read.kind !== "call") return { refused: `With this change the body is no call any more${issuesOf(read)}.` };
  if (read.call.id !== (stored.ofCall ?? stored.call))
    return { refused: `The change would make it another call (id ${read.call.id}). Leave \`id\` as it is.` };
  return { call: stored.call, body: corrected, ...hashWho(identify(read.call)), startedAt: Date.parse(read.call.startedAt) };
}

/** Undefined: it has been spoilt. */
function storedJson(sql: SqlStorage, { delivery }: StoredCall): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(readBody(sql, delivery) ?? undefined));
  } catch {
    return undefined;
  }
}

function issuesOf(read: ReturnType<typeof parsePostCall>): string {
  return read.kind === "not_a_call" ? `: ${read.issues.map(({ path, message }) => `${path || "the body"}: ${message}`).join("; ")}` : "";
}
