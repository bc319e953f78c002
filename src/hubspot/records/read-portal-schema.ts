import type { HubSpot } from "../http/client.ts";
import { HubSpotFailure } from "../http/failure.ts";
import type { AssociationType } from "../model/objects.ts";
import type { AssociationLabel, Pipeline, PropertyDefinition, PortalSchema } from "../model/portal-schema.ts";

/** What one mapping set needs to know of the portal's words. */
export interface SchemaNeeds {
  /** Object types whose property definitions are needed. */
  properties: string[];
  /** Object types whose pipelines are needed. */
  pipelines: string[];
  owners: boolean;
  /** Pairs of object types whose unlabelled association is needed, as `from>to`. */
  associations: string[];
  /** Pairs whose association labels are needed, as `from>to`. */
  labels: string[];
}

/**
 * Reads the portal's properties, pipelines, owners and associations: one request an object type or pair. A part that the key may not
 * read stays empty (labels are then passed on as they are); HubSpot's own trouble is thrown as HubSpotFailure.
 */
export async function readPortalSchema(hubspot: Pick<HubSpot, "request">, needs: SchemaNeeds): Promise<PortalSchema> {
  const pairs = [...new Set([...needs.associations, ...needs.labels])];
  const [properties, pipelines, owners, associations] = await Promise.all([
    Promise.all(needs.properties.map(async (object) => [object, await optional(() => readProperties(hubspot, object), {})] as const)),
    Promise.all(needs.pipelines.map(async (object) => [object, await optional(() => readPipelines(hubspot, object), [])] as const)),
    needs.owners ? optional(() => readOwners(hubspot), []) : [],
    Promise.all(pairs.map(async (pair) => [pair, await optional(() => readAssociationTypes(hubspot, pair), null)] as const)),
  ]);
  const told = associations.flatMap(([pair, types]) => (types === null ? [] : [{ pair, types }]));
  return {
    properties: Object.fromEntries(properties),
    pipelines: Object.fromEntries(pipelines),
    owners,
    associations: Object.fromEntries(told.flatMap(({ pair, types }) => unlabelled(types).map((type) => [pair, type]))),
    ...(needs.labels.length > 0 && {
      associationLabels: Object.fromEntries(
        told.filter(({ pair }) => needs.labels.includes(pair)).map(({ pair, types }) => [pair, types.flatMap(asLabel)]),
      ),
    }),
  };
}

async function optional<T>(read: () => Promise<T>, fallback: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const mayDoWithout =
      error instanceof HubSpotFailure && (error.failure.reason === "gone" || error.failure.reason === "refused" || isMissingScope(error));
    if (mayDoWithout) return fallback;
    throw error;
  }
}

function isMissingScope(error: HubSpotFailure): boolean {
  return error.failure.reason === "key" && error.failure.cause.code === "missing_scope";
}

interface WireProperty {
  name: string;
  label?: string;
  type?: string;
  fieldType?: string;
  calculated?: boolean;
  options?: { value: string; label: string; displayOrder?: number }[];
  modificationMetadata?: { readOnlyValue?: boolean };
}

async function readProperties(hubspot: Pick<HubSpot, "request">, object: string): Promise<Record<string, PropertyDefinition>> {
  const answer = (await hubspot.request("GET", `/crm/v3/properties/${encodeURIComponent(object)}`)) as { results?: WireProperty[] } | null;
  return Object.fromEntries((answer?.results ?? []).map((propertyValue) => [propertyValue.name, definition(propertyValue)]));
}

function definition(propertyValue: WireProperty): PropertyDefinition {
  const options = inDisplayOrder(propertyValue.options ?? []).map(({ value, label }) => ({ value: String(value), label: String(label) }));
  return {
    name: propertyValue.name,
    ...(propertyValue.label !== undefined && { label: propertyValue.label }),
    type: propertyValue.type ?? "string",
    fieldType: propertyValue.fieldType ?? "text",
    options,
    readOnly: propertyValue.modificationMetadata?.readOnlyValue === true,
  };
}

/** HubSpot marks unordered entries with -1: they stay where they stand, after the ordered ones. */
function inDisplayOrder<T extends { displayOrder?: number }>(entries: T[]): T[] {
  const rank = (entry: T) => (entry.displayOrder === undefined || entry.displayOrder < 0 ? Number.MAX_SAFE_INTEGER : entry.displayOrder);
  return entries.toSorted((a, b) => rank(a) - rank(b));
}

type WireAssociationType = AssociationType & { label?: string | null; name?: string | null };

async function readAssociationTypes(hubspot: Pick<HubSpot, "request">, pair: string): Promise<WireAssociationType[]> {
  const path = pair.split(">").map(encodeURIComponent).join("/");
  const answer = (await hubspot.request("GET", `/crm/v4/associations/${path}/labels`)) as { results?: WireAssociationType[] } | null;
  return (answer?.results ?? []).filter(({ typeId }) => typeId !== undefined);
}

/** The unlabelled one: what an admin has labelled says more than we know. */
function unlabelled(types: WireAssociationType[]): AssociationType[] {
  const [type] = types.filter(({ label }) => !label);
  return type === undefined ? [] : [{ category: type.category, typeId: Number(type.typeId) }];
}

function asLabel({ category, typeId, label, name }: WireAssociationType): AssociationLabel[] {
  return label ? [{ category, typeId: Number(typeId), label, ...(name && { name }) }] : [];
}

interface WirePipeline {
  id: string;
  label: string;
  archived?: boolean;
  displayOrder?: number;
  stages?: { id: string; label: string; archived?: boolean; displayOrder?: number; metadata?: Record<string, string> }[];
}

async function readPipelines(hubspot: Pick<HubSpot, "request">, object: string): Promise<Pipeline[]> {
  const answer = (await hubspot.request("GET", `/crm/v3/pipelines/${encodeURIComponent(object)}`)) as { results?: WirePipeline[] } | null;
  return inDisplayOrder((answer?.results ?? []).filter((propertyValue) => propertyValue.archived !== true)).map((propertyValue) => ({
    id: String(propertyValue.id),
    label: String(propertyValue.label),
    stages: stagesOf(propertyValue),
  }));
}

function stagesOf(propertyValue: WirePipeline): Pipeline["stages"] {
  return inDisplayOrder((propertyValue.stages ?? []).filter((stage) => stage.archived !== true)).map(({ id, label, metadata }) => ({
    id: String(id),
    label: String(label),
    // Deals say isClosed and probability; tickets say ticketState. All as text.
    closed: String(metadata?.["isClosed"]) === "true" || metadata?.["ticketState"] === "CLOSED" || Number(metadata?.["probability"]) === 1,
    won: Number(metadata?.["probability"]) === 1,
  }));
}

/** Of 500 each: a portal has fewer users. A next page that was read already is no next page. */
const OWNER_PAGES = 100;

async function readOwners(hubspot: Pick<HubSpot, "request">): Promise<PortalSchema["owners"]> {
  const owners: PortalSchema["owners"] = [];
  const asked = new Set<string>();
  for (let after = ""; !asked.has(after) && asked.size < OWNER_PAGES;) {
    asked.add(after);
    const answer = (await hubspot.request(
      "GET",
      `/crm/v3/owners?limit=500${after === "" ? "" : `&after=${encodeURIComponent(after)}`}`,
    )) as {
      results?: { id: string | number; email?: string }[];
      paging?: { next?: { after?: string } };
    } | null;
    owners.push(...(answer?.results ?? []).map(({ id, email }) => ({ id: String(id), email: email ?? "" })));
    after = answer?.paging?.next?.after ?? "";
    if (after === "") break;
  }
  return owners;
}

/** The portal's own id and the host of its pages, for links. Null where the key may not ask. Throws HubSpotFailure on trouble. */
export async function readAccount(
  hubspot: Pick<HubSpot, "request">,
): Promise<{ portalId: string; uiDomain: string; timeZone: string } | null> {
  const answer = (await optional(() => hubspot.request("GET", "/account-info/v3/details"), null)) as {
    portalId?: number | string;
    uiDomain?: string;
    timeZone?: string;
  } | null;
  if (answer?.portalId === undefined) return null;
  return { portalId: String(answer.portalId), uiDomain: answer.uiDomain ?? "app.hubspot.com", timeZone: answer.timeZone ?? "UTC" };
}
