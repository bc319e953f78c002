import { createHash } from "node:crypto";
import type { HubSpot } from "../hubspot/http/client.ts";
import { HubSpotFailure } from "../hubspot/http/failure.ts";
import type { Account } from "../hubspot/model/record-url.ts";
import { readAccount } from "../hubspot/records/read-portal-schema.ts";
import { forgetPortalRecords } from "../ledger/forget-portal.ts";
import { readPortal, writePortal } from "../ledger/portal-values.ts";
import type { HubSpotCause } from "../problem/causes.ts";
import type { HubSpotSettings } from "../settings.ts";
import { forgetPortalSchema } from "./schema-cache.ts";

const ACCOUNT_MS = 86_400_000;
const AGAIN_MS = 600_000;

/** The portal that calls are written to, and the one that the key opens now where that is another. Kept in the `portal` table. */
interface KeptAccount extends Account {
  /** ms; when it was read. */
  at: number;
  /** Of the key and the address that it was read with. Not there in what the first release stored. */
  mark?: string;
  /** The id of the portal that the key opens now: nothing is written until an operator accepts it. */
  other?: string;
}

/**
 * Asks whose portal the key opens: once a day, and whenever key or address have changed. Returns why nothing may be written where it is another's
 * than before: the ledger's ids mean nothing there. Throws HubSpotFailure where a changed key cannot be told.
 */
export async function checkAccount(
  sql: SqlStorage,
  hubspot: HubSpot,
  settings: HubSpotSettings,
  now: number,
): Promise<HubSpotCause | null> {
  const kept = readPortal<KeptAccount>(sql, NAME);
  const mark = markOf(settings);
  const isKnown = kept !== null && kept.mark === mark;
  if (isKnown && kept.at > now - ACCOUNT_MS) return anotherPortal(kept);
  const found = await readOrWait(hubspot, !isKnown && kept?.portalId !== undefined);
  const next = found === "later" ? { ...kept, at: now - ACCOUNT_MS + AGAIN_MS, mark } : { ...told(kept, found), at: now, mark };
  writePortal(sql, NAME, next);
  return anotherPortal(next);
}

/** An operator says that the key's portal is the right one. `refused`: it does not open another, or not this one. */
export function acceptPortal(storage: DurableObjectStorage, portalId: string): { accepted: string } | { refused: string } {
  const kept = readPortal<KeptAccount>(storage.sql, NAME);
  if (kept?.other === undefined) return { refused: "The key opens the portal that calls are written to: there is nothing to accept." };
  if (kept.other !== portalId) return { refused: `The key opens portal ${kept.other}. Accept that one, or put another key.` };
  storage.transactionSync(() => {
    forgetPortalRecords(storage.sql);
    forgetPortalSchema(storage.sql);
    // Its links are read anew; until then they lead nowhere.
    writePortal(storage.sql, NAME, { portalId, at: 0, mark: kept.mark } satisfies Partial<KeptAccount>);
  });
  return { accepted: portalId };
}

const NAME = "account";

/** Nobody can tell the key from it. */
const markOf = ({ accessToken, baseUrl }: HubSpotSettings): string =>
  createHash("sha256").update(`${baseUrl}\n${accessToken}`).digest("base64url").slice(0, 16);

/** Only for links, its trouble is nobody's; for a key that has changed, nothing goes on without it. */
async function readOrWait(hubspot: HubSpot, mustTell: boolean): Promise<Account | null | "later"> {
  try {
    return await readAccount(hubspot);
  } catch (error) {
    if (mustTell || !(error instanceof HubSpotFailure)) throw error;
    return "later";
  }
}

/** A key that may not ask whose it is tells nothing new. */
function told(kept: KeptAccount | null, found: Account | null): Account & { other?: string } {
  if (found?.portalId === undefined) return kept ?? {};
  if (kept?.portalId === undefined || kept.portalId === found.portalId) return found;
  return { ...kept, other: found.portalId };
}

function anotherPortal({ portalId, other }: KeptAccount): HubSpotCause | null {
  return other === undefined || portalId === undefined ? null : { code: "another_portal", known: portalId, found: other };
}
