import type { HubSpot } from "../../hubspot/http/client.ts";
import { HubSpotFailure } from "../../hubspot/http/failure.ts";
import { hasOthersWords } from "../../hubspot/model/body-lines.ts";
import { activityProperties, bodyProperty, isActivity } from "../../hubspot/model/objects.ts";
import { readPortalSchema } from "../../hubspot/records/read-portal-schema.ts";
import { type FoundRecord, readAssociations, readByIds } from "../../hubspot/records/read-records.ts";
import { readLastWrites } from "../../ledger/records/last-writes.ts";
import type { Receipt } from "../../ledger/settle/receipt.ts";
import { isUsedByOthers } from "../../ledger/asked/undo-queue.ts";
import { othersEdits } from "./others-edits.ts";
import { stillHolds } from "./still-holds.ts";

/** A record that a call brought into the world. */
export interface Created {
  call: string;
  receipt: Receipt;
  id: string;
}

/** Why a record that a call created must not be archived, by what was done with it since; empty: it may. Throws HubSpotFailure. */
export async function undoGuard(sql: SqlStorage, hubspot: HubSpot, created: Created): Promise<"gone" | Record<string, string>> {
  const { call, receipt, id } = created;
  const properties = await ownProperties(hubspot, receipt);
  const record = (await readByIds(hubspot, receipt.object, [id], properties, properties)).get(id);
  if (record === undefined) return "gone";
  if (record.id !== id) return { [receipt.object]: "it was merged with another record since" };
  if (isUsedByOthers(sql, call, receipt.object, id)) return { [receipt.object]: "other calls have been written to it since" };
  return { ...editsSince(sql, record, receipt), ...(await associatedSince(hubspot, created)) };
}

/** Everything that somebody may have filled or changed: read afresh, for what was kept of the portal's schema may be a part. */
async function ownProperties(hubspot: HubSpot, { object, set = {}, erased = [] }: Receipt): Promise<string[]> {
  if (isActivity(object)) return [...new Set([...activityProperties(object), ...Object.keys(set)])];
  const { properties } = await readPortalSchema(hubspot, {
    properties: [object],
    pipelines: [],
    owners: false,
    associations: [],
    labels: [],
  });
  const writable = Object.values(properties[object] ?? {}).filter(({ readOnly }) => !readOnly);
  return [...new Set([...Object.keys(set), ...erased, ...writable.map(({ name }) => name)])];
}

function editsSince(sql: SqlStorage, record: FoundRecord, receipt: Receipt): Record<string, string> {
  const { object, set = {}, lines } = receipt;
  const named = `${object}/${record.id}`;
  const edited = othersEdits(record, receipt, readLastWrites(sql, [named]).get(named) ?? {});
  const changed = Object.keys(set).filter((property) => !stillHolds(record, property, set[property]?.to ?? null));
  const words = lines !== undefined && hasOthersWords(record.properties[bodyProperty(object)] ?? "", lines) ? [bodyProperty(object)] : [];
  return Object.fromEntries([...edited, ...changed, ...words].map((property) => [property, "it was changed since, so the record stays"]));
}

/** HubSpot itself puts contacts under companies: those say nothing. Messages (WhatsApp, SMS) are `communications`. */
const WORK = ["notes", "calls", "tasks", "emails", "meetings", "communications", "postal_mail", "deals", "tickets", "leads", "quotes"];

/** What people and other apps have associated with a record; this call's own is archived before. */
async function associatedSince(hubspot: HubSpot, { receipt: { object }, id }: Created): Promise<Record<string, string>> {
  if (isActivity(object)) return {};
  const found = await Promise.all(
    WORK.filter((other) => other !== object).map(async (other) => [other, await countOf(hubspot, object, id, other)] as const),
  );
  return Object.fromEntries(
    found.filter(([, count]) => count > 0).map(([other]) => [other, "something is associated with it, so the record stays"]),
  );
}

/** What the key may not see counts as nothing. */
async function countOf(hubspot: HubSpot, object: string, id: string, other: string): Promise<number> {
  try {
    const ids = (await readAssociations(hubspot, object, other, [id])).get(id) ?? [];
    return (await readByIds(hubspot, other, ids, [])).size;
  } catch (error) {
    if (error instanceof HubSpotFailure && error.failure.reason !== "trouble") return 0;
    throw error;
  }
}
