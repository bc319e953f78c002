import { isActivity } from "../../hubspot/model/objects.ts";
import type { Mapping, RecordRule } from "../../mapping/compiled-mapping.ts";
import { schemaNeeds } from "../../portal/schema-needs.ts";
import type { Ask } from "./ask.ts";
import type { Scopes } from "./portal-facts.ts";

/** What the mappings need of a key, in HubSpot's words. Contacts' scopes cover notes, calls, tasks and meetings; tickets have one scope for all. */
export function neededScopes(mappings: Mapping[]): string[] {
  const records = mappings.flatMap((mapping) => mapping.records);
  const scopes = records.flatMap((rule) => {
    const area = areaOf(rule.object);
    if (area === "tickets") return ["tickets"];
    return [`crm.objects.${area}.read`, ...(writes(rule) ? [`crm.objects.${area}.write`] : [])];
  });
  return [...new Set([...scopes, ...(schemaNeeds(mappings).owners ? ["crm.objects.owners.read"] : [])])].toSorted();
}

function areaOf(object: string): string {
  if (isActivity(object) || object === "contacts") return "contacts";
  return ["companies", "deals", "tickets"].includes(object) ? object : "custom";
}

const writes = (rule: RecordRule): boolean => rule.kind === "activity" || rule.set.length > 0 || rule.if_missing === "create";

/** Asks HubSpot which scopes the key has; where it does not say, tries each needed one with a request that reads one record or writes none. */
export async function readScopes(ask: Ask, accessToken: string, mappings: Mapping[]): Promise<Scopes> {
  const needed = neededScopes(mappings);
  const { status, body } = await ask("POST", "/oauth/v2/private-apps/get/access-token-info", { tokenKey: accessToken });
  if (status === 200 && Array.isArray(body["scopes"])) {
    const held = (body["scopes"] as unknown[]).map(String);
    return { held, lacking: needed.filter((scope) => !held.includes(scope)), unknown: [] };
  }
  const tried = await Promise.all(needed.map(async (scope) => [scope, await isGranted(ask, scope, mappings)] as const));
  return {
    held: null,
    lacking: tried.flatMap(([scope, granted]) => (granted === false ? [scope] : [])),
    unknown: tried.flatMap(([scope, granted]) => (granted === null ? [scope] : [])),
  };
}

/** Null where it cannot be told. HubSpot looks at the scopes before it looks at the body: a batch of nothing is refused, and writes nothing. */
async function isGranted(ask: Ask, scope: string, mappings: Mapping[]): Promise<boolean | null> {
  if (scope === "crm.objects.owners.read") return isAllowed((await ask("GET", "/crm/v3/owners?limit=1")).status);
  const object = objectOf(scope, mappings);
  if (object === null) return null;
  const reads = await ask("GET", `/crm/v3/objects/${object}?limit=1`);
  if (scope.endsWith(".read")) return isAllowed(reads.status);
  return isAllowed((await ask("POST", `/crm/v3/objects/${object}/batch/update`, { inputs: [] })).status);
}

const isAllowed = (status: number): boolean | null => (status === 403 ? false : status === 401 || status === 404 ? null : true);

function objectOf(scope: string, mappings: Mapping[]): string | null {
  const area = /^crm\.objects\.(\w+)\./.exec(scope)?.[1] ?? scope;
  if (area !== "custom") return area;
  const objects = mappings.flatMap(({ records }) => records.map(({ object }) => object));
  return objects.find((object) => areaOf(object) === "custom") ?? null;
}
