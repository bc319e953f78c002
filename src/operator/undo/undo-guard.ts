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

/** What an undo of several calls takes away besides, or is taken to: it stands in no way. */
export interface Besides {
  /** Calls that are undone, too. */
  calls: ReadonlySet<string>;
  /** Records that go, `object/id`. */
  records: ReadonlySet<string>;
}

const NOTHING_BESIDES: Besides = { calls: new Set(), records: new Set() };

/** `gone`, or by what was done with it since why a record that a call created must not be archived; empty: it may. */
export type Stays = "gone" | Record<string, string>;

/** Of one record. Throws HubSpotFailure. */
export async function undoGuard(sql: SqlStorage, hubspot: HubSpot, created: Created): Promise<Stays> {
  return (await undoGuards(sql, hubspot, [created], NOTHING_BESIDES)).get(created) ?? {};
}

/** Of records of one object type. Throws HubSpotFailure. */
export async function undoGuards(sql: SqlStorage, hubspot: HubSpot, all: Created[], besides: Besides): Promise<Map<Created, Stays>> {
  const object = all[0]?.receipt.object ?? "";
  const properties = await ownProperties(
    hubspot,
    object,
    all.map(({ receipt }) => receipt),
  );
  const records = await readByIds(
    hubspot,
    object,
    all.map(({ id }) => id),
    properties,
    properties,
  );
  const stays = new Map(all.map((created) => [created, staysByItself(sql, created, records.get(created.id), besides)]));
  const looked = all.filter(
    (created) => typeof stays.get(created) !== "string" && !USED.has(Object.values(stays.get(created) ?? {})[0] ?? ""),
  );
  const associated = await associatedSince(
    hubspot,
    object,
    looked.map(({ id }) => id),
    besides,
  );
  for (const created of looked) stays.set(created, { ...(stays.get(created) as object), ...associated.get(created.id) });
  return stays;
}

const MERGED = "it was merged with another record since";
const BY_OTHERS = "other calls have been written to it since";
/** Enough to know. */
const USED = new Set([MERGED, BY_OTHERS]);

function staysByItself(sql: SqlStorage, { call, receipt, id }: Created, record: FoundRecord | undefined, besides: Besides): Stays {
  if (record === undefined) return "gone";
  if (record.id !== id) return { [receipt.object]: MERGED };
  if (isUsedByOthers(sql, call, receipt.object, id, besides.calls)) return { [receipt.object]: BY_OTHERS };
  return editsSince(sql, record, receipt);
}

/** Everything that somebody may have filled or changed: read afresh, for what was kept of the portal's schema may be a part. */
async function ownProperties(hubspot: HubSpot, object: string, receipts: Receipt[]): Promise<string[]> {
  const set = receipts.flatMap((receipt) => Object.keys(receipt.set ?? {}));
  if (isActivity(object)) return [...new Set([...activityProperties(object), ...set])];
  const { properties } = await readPortalSchema(hubspot, {
    properties: [object],
    pipelines: [],
    owners: false,
    associations: [],
    labels: [],
  });
  const writable = Object.values(properties[object] ?? {}).filter(({ readOnly }) => !readOnly);
  const erased = receipts.flatMap((receipt) => receipt.erased ?? []);
  return [...new Set([...set, ...erased, ...writable.map(({ name }) => name)])];
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

/** What people and other apps have associated with records; a call's own is archived before. By their ids. */
async function associatedSince(
  hubspot: HubSpot,
  object: string,
  ids: string[],
  besides: Besides,
): Promise<Map<string, Record<string, string>>> {
  if (isActivity(object) || ids.length === 0) return new Map();
  const found = await Promise.all(
    WORK.filter((other) => other !== object).map(
      async (other) => [other, await withOthers(hubspot, { object, ids, other }, besides)] as const,
    ),
  );
  const reasonsFor = (id: string) =>
    found.filter(([, some]) => some.has(id)).map(([other]) => [other, "something is associated with it, so the record stays"]);
  return new Map(ids.map((id) => [id, Object.fromEntries(reasonsFor(id))]));
}

/** Those of the records with which something of another kind is associated. What the key may not see counts as nothing. */
async function withOthers(
  hubspot: HubSpot,
  { object, ids, other }: { object: string; ids: string[]; other: string },
  { records }: Besides,
): Promise<Set<string>> {
  try {
    const associated = await readAssociations(hubspot, object, other, ids);
    const staying = (id: string) => (associated.get(id) ?? []).filter((one) => !records.has(`${other}/${one}`));
    const there = await readByIds(hubspot, other, ids.flatMap(staying), []);
    return new Set(ids.filter((id) => staying(id).some((one) => there.has(one))));
  } catch (error) {
    if (error instanceof HubSpotFailure && error.failure.reason !== "trouble") return new Set();
    throw error;
  }
}
