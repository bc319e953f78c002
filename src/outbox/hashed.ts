import { type Identity, identify } from "../call/identify.ts";
import type { Described } from "../ledger/earlier-release/move-over.ts";
import type { KeyHasher } from "../ledger/key-hash.ts";
import { parsePostCall } from "../otonistark/parse.ts";

/** What the ledger keeps of who was called: hashes. */
export function hashed(keyHasher: KeyHasher, who: Identity) {
  return { ...keyHasher.who(who), campaign: who.campaign, changedAt: who.changedAt };
}

/** Of a body that the release before took in. */
export function describe(keyHasher: KeyHasher, body: Uint8Array): Described | null {
  const read = parsePostCall(JSON.parse(new TextDecoder().decode(body)));
  return read.kind === "call" ? { ...hashed(keyHasher, identify(read.call)), weight: body.byteLength } : null;
}
