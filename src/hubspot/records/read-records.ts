import { chunks } from "../../chunks.ts";
import type { HubSpot } from "../http/client.ts";
import type { Failure } from "../http/failure.ts";
import { askFor, noneAlone } from "./batch-read.ts";

/** One entry of a property's history: what it held since when, and who put it there. */
export interface RecordedValue {
  value: string;
  /** ISO 8601 */
  at: string;
  /** `CRM_UI`, `INTEGRATION`, `FORM`, `IMPORT`, … */
  sourceType: string;
  /** Which app, person or form it was; "" where HubSpot does not say. */
  sourceId: string;
}

/** A record as HubSpot holds it. */
export interface FoundRecord {
  id: string;
  properties: Record<string, string | null>;
  /** Newest first; only for the properties whose history was asked for. */
  history: Record<string, RecordedValue[]>;
}

/** HubSpot's own bounds for one request. */
export const BATCH_INPUTS = 100;
const BATCH_INPUTS_WITH_HISTORY = 50;
const ASSOCIATION_INPUTS = 1000;

const MERGED_IDS = "hs_merged_object_ids";

/** The ids that a record had before it was merged. */
export function formerIds(properties: Record<string, string | null>): string[] {
  return (properties[MERGED_IDS] ?? "").split(";").filter((id) => id !== "");
}

/** From this share of filled ones on, reading all with their history takes fewer requests than reading the filled ones twice. */
const USUALLY = 0.5;

/**
 * As `readByIds`, with the history of `past` properties. An empty one has no history that matters, and only 50 records a request may bring theirs:
 * where there are more, `filled` says of which records something is expected there. Of the others a hundred are read without it: where most turn
 * out to be empty, so is the rest, and only the filled ones are read again. Throws HubSpotFailure.
 */
export async function readWithHistory(
  hubspot: HubSpot,
  object: string,
  ids: Iterable<string>,
  properties: Iterable<string>,
  past: Iterable<string>,
  filled: ReadonlySet<string>,
): Promise<Map<string, FoundRecord>> {
  const [wanted, history] = [[...new Set(ids)], [...new Set(past)]];
  if (history.length === 0) return readByIds(hubspot, object, wanted, properties);
  const all = new Set([...properties, ...history]);
  const plainly = (some: string[]) => readByIds(hubspot, object, some, all);
  const withHistory = (some: string[]) => readByIds(hubspot, object, some, all, history);
  if (wanted.length <= BATCH_INPUTS_WITH_HISTORY) return withHistory(wanted);
  const [expected, others] = [wanted.filter((id) => filled.has(id)), wanted.filter((id) => !filled.has(id))];
  const [some, rest] = [others.slice(0, BATCH_INPUTS), others.slice(BATCH_INPUTS)];
  const [known, sample] = await Promise.all([withHistory(expected), plainly(some)]);
  const filledIn = (records: Map<string, FoundRecord>) =>
    [...records].filter(([, { properties: held }]) => history.some((property) => held[property])).map(([id]) => id);
  const areUsuallyFilled = filledIn(sample).length > some.length * USUALLY;
  const more = await (areUsuallyFilled ? withHistory(rest) : plainly(rest));
  const again = areUsuallyFilled ? filledIn(sample) : filledIn(new Map([...sample, ...more]));
  return new Map([...known, ...sample, ...more, ...(await withHistory(again))]);
}

/**
 * Reads records by id. A merged id leads to its survivor, under the survivor's id; a deleted one to nothing.
 * Throws HubSpotFailure.
 */
export async function readByIds(
  hubspot: HubSpot,
  object: string,
  ids: Iterable<string>,
  properties: Iterable<string>,
  history: Iterable<string> = [],
): Promise<Map<string, FoundRecord>> {
  const wanted = [...new Set(ids)];
  const past = [...new Set(history)];
  const found = new Map<string, FoundRecord>();
  const read = async (chunk: string[]) => {
    const records = await readChunk(hubspot, object, chunk, [...new Set([...properties, MERGED_IDS])], past);
    for (const record of records) {
      found.set(record.id, record);
      for (const old of formerIds(record.properties)) found.set(old, record);
    }
    await followStrays(hubspot, object, chunk, records, found, [...properties], past);
  };
  await Promise.all(chunks(wanted, past.length > 0 ? BATCH_INPUTS_WITH_HISTORY : BATCH_INPUTS).map(read));
  return new Map(wanted.flatMap((id) => (found.has(id) ? [[id, found.get(id) as FoundRecord]] : [])));
}

/** A batch read answers a merged id with its survivor, but does not say which of the ids it was: then each is asked on its own. */
async function followStrays(
  hubspot: HubSpot,
  object: string,
  asked: string[],
  records: FoundRecord[],
  found: Map<string, FoundRecord>,
  properties: string[],
  history: string[],
): Promise<void> {
  const strays = records.filter((record) => !asked.includes(record.id));
  const lost = asked.filter((id) => !found.has(id));
  if (strays.length === 0 || lost.length === 0) return;
  if (asked.length === 1) {
    found.set(asked[0] as string, strays[0] as FoundRecord);
    return;
  }
  await Promise.all(
    lost.map(async (id) => {
      for (const record of await readChunk(hubspot, object, [id], properties, history)) found.set(id, record);
    }),
  );
}

async function readChunk(hubspot: HubSpot, object: string, ids: string[], properties: string[], history: string[]): Promise<FoundRecord[]> {
  const records = await askFor<{ id: string }, WireRecord>(
    ids.map((id) => ({ id })),
    { ask: (inputs) => hubspot.batch.read(object, { inputs, properties, propertiesWithHistory: history }), meansNone: noneAlone },
  );
  return records.map(asFound);
}

/** Reads contacts by e-mail, primary or additional. Keys of the result are the addresses asked for, lower-cased. Throws HubSpotFailure. */
export async function readByEmails(
  hubspot: HubSpot,
  emails: Iterable<string>,
  properties: Iterable<string>,
): Promise<Map<string, FoundRecord>> {
  const wanted = [...new Set([...emails].map((email) => email.toLowerCase()))];
  const found = new Map<string, FoundRecord>();
  const names = [...new Set([...properties, "email", "hs_additional_emails"])];
  const ask = (inputs: { id: string }[]) =>
    hubspot.batch.read("contacts", { inputs, idProperty: "email", properties: names, propertiesWithHistory: [] });
  const read = async (chunk: string[]) => {
    const inputs = chunk.map((id) => ({ id }));
    const records = (await askFor<{ id: string }, WireRecord>(inputs, { ask, meansNone: noneByEmail })).map(asFound);
    for (const record of records) {
      for (const address of addresses(record)) found.set(address, record);
    }
    const [only, ...others] = records;
    if (chunk.length === 1 && only && others.length === 0) found.set(chunk[0] as string, only);
  };
  await Promise.all(chunks(wanted, BATCH_INPUTS).map(read));
  return new Map(wanted.flatMap((email) => (found.has(email) ? [[email, found.get(email) as FoundRecord]] : [])));
}

/** A 404 is believed for many, and a refusal for one: a contact that is there all the same is met when its address is written, which is unique. */
const noneByEmail = (failure: Failure, inputs: number): boolean =>
  failure.reason === "gone" || (inputs === 1 && failure.reason === "refused");

/** Every e-mail address of a contact, lower-cased. */
export function addresses(record: FoundRecord): string[] {
  return [record.properties["email"] ?? "", ...(record.properties["hs_additional_emails"] ?? "").split(";")]
    .map((email) => email.trim().toLowerCase())
    .filter((email) => email !== "");
}

interface WireAssociations {
  from?: { id?: string | number };
  to?: { toObjectId?: string | number; id?: string | number }[];
  paging?: { next?: { after?: string } };
}

/** Of 500 each, on average: nobody has that many deals. */
const PAGES_A_RECORD = 20;
const pageOf = ({ id, after = "" }: { id: string; after?: string }): string => `${id} ${after}`;

/** The ids of the `to` records associated with each of the `from` records; consistent, unlike search. Throws HubSpotFailure. */
export async function readAssociations(hubspot: HubSpot, from: string, to: string, ids: Iterable<string>): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>([...new Set(ids)].map((id) => [id, []]));
  const path = `/crm/v4/associations/${encodeURIComponent(from)}/${encodeURIComponent(to)}/batch/read`;
  const ask = (inputs: { id: string; after?: string }[]) => hubspot.request("POST", path, { inputs });
  const asked = new Set<string>();
  for (let inputs: { id: string; after?: string }[] = [...found.keys()].map((id) => ({ id })); inputs.length > 0;) {
    for (const input of inputs) asked.add(pageOf(input));
    const next: typeof inputs = [];
    for (const chunk of chunks(inputs, ASSOCIATION_INPUTS)) {
      const records = await askFor<(typeof inputs)[0], WireAssociations>(chunk, { ask, meansNone: noneAlone });
      for (const { from: source, to: targets, paging } of records) {
        const id = String(source?.id);
        found.set(id, [...(found.get(id) ?? []), ...(targets ?? []).map((target) => String(target.toObjectId ?? target.id))]);
        const page = { id, after: paging?.next?.after ?? "" };
        // A next page that was read already is no next page.
        if (page.after !== "" && !asked.has(pageOf(page)) && asked.size < found.size * PAGES_A_RECORD) next.push(page);
      }
    }
    inputs = next;
  }
  return found;
}

/** As HubSpot sends it. */
export interface WireRecord {
  id: string;
  properties?: Record<string, string | null>;
  propertiesWithHistory?: Record<string, { value: string; timestamp: string; sourceType: string; sourceId?: string | null }[]>;
}

export function asFound(record: WireRecord): FoundRecord {
  const history: FoundRecord["history"] = {};
  for (const [property, versions] of Object.entries(record.propertiesWithHistory ?? {})) {
    history[property] = versions.map((version) => ({
      value: version.value,
      at: new Date(version.timestamp).toISOString(),
      sourceType: version.sourceType,
      sourceId: version.sourceId ?? "",
    }));
  }
  return { id: String(record.id), properties: record.properties ?? {}, history };
}
