import { HubSpotFailure, failureOf } from "../../hubspot/http/failure.ts";
import { readErrorBody } from "../../hubspot/http/error-body.ts";
import type { HubSpot } from "../../hubspot/http/client.ts";
import { hasPipelines } from "../../hubspot/model/objects.ts";
import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import { readPortalSchema } from "../../hubspot/records/read-portal-schema.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import { schemaNeeds } from "../../portal/schema-needs.ts";
import { explain } from "../../problem/explain.ts";
import { type HubSpotSettings, hubSpotSettings } from "../../settings.ts";
import { type Answer, type Ask, CannotCheck, askWith } from "./ask.ts";
import type { PortalFacts, Validation } from "./portal-facts.ts";
import { readScopes } from "./scopes.ts";
import type { PortalSettings } from "./settings.ts";

/** The kinds of records that a mapping may come to name. */
const USUAL = ["contacts", "companies", "deals", "tickets", "notes", "calls", "tasks", "meetings"];

/**
 * Reads what the checks need, in a few requests an object type: of the objects that the mappings name, or of all usual ones besides. Throws
 * CannotCheck.
 */
export async function readPortal(
  settings: PortalSettings,
  mappings: Mapping[],
  which: "named" | "all" = "named",
  further: string[] = [],
): Promise<PortalFacts> {
  const key = keyOf(settings);
  const ask = askWith(key);
  const account = await readAccount(ask, key);
  const objects = [...new Set([...objectsOf(mappings), ...(which === "all" ? USUAL : []), ...further])];
  const [{ schema, missingObjects }, scopes, required, validations, daily] = await Promise.all([
    readSchema(ask, mappings, objects, which === "all"),
    readScopes(ask, key.accessToken, mappings),
    byObject(objects, (object) => readRequired(ask, object)),
    byObject(objects, (object) => readValidations(ask, object)),
    readDaily(ask),
  ]);
  return { ...account, apiVersion: key.apiVersion, schema, missingObjects, scopes, required, validations, daily };
}

/** The key and where it leads. Throws CannotCheck where there is none. */
export function keyOf(settings: PortalSettings): HubSpotSettings {
  const key = hubSpotSettings(settings);
  if (!("cause" in key)) return key;
  if (key.cause.code !== "no_key") {
    const { message, fix } = explain(key.cause);
    throw new CannotCheck(`${message} ${fix}`);
  }
  throw new CannotCheck(
    "There is no HubSpot key. Put it into the environment or into .dev.vars as HUBSPOT_ACCESS_TOKEN (a service key, `pat-…`; in HubSpot: Development → Keys → Service keys).",
  );
}

async function readAccount(ask: Ask, key: HubSpotSettings): Promise<Pick<PortalFacts, "portalId" | "accountType" | "timeZone">> {
  const answer = await ask("GET", "/account-info/v3/details");
  if (answer.status === 401)
    throw new CannotCheck(
      "HubSpot does not accept the key in HUBSPOT_ACCESS_TOKEN. Make a new one (Development → Keys → Service keys), and check that it was copied whole.",
    );
  const { portalId, accountType, timeZone } = answer.body;
  if (answer.status !== 200 || portalId === undefined)
    throw new CannotCheck(
      `${key.baseUrl} does not answer as HubSpot does with HUBSPOT_API_VERSION ${key.apiVersion} (${answer.status}). Compare HUBSPOT_BASE_URL and HUBSPOT_API_VERSION with wrangler.toml.`,
    );
  return { portalId: String(portalId), accountType: String(accountType ?? "STANDARD"), timeZone: String(timeZone ?? "UTC") };
}

const objectsOf = (mappings: Mapping[]): string[] =>
  [...new Set(mappings.flatMap(({ records }) => records.map(({ object }) => object)))].toSorted();

/** As the Worker reads it, but of every object type that is named; what is not there is told from what may not be read. */
async function readSchema(
  ask: Ask,
  mappings: Mapping[],
  objects: string[],
  withOwners: boolean,
): Promise<{ schema: PortalSchema; missingObjects: Set<string> }> {
  const missingObjects = new Set<string>();
  const declared = mappings.flatMap(({ properties = [] }) => properties.map(({ object }) => object));
  const needed = schemaNeeds(mappings);
  const properties = [...new Set([...objects, ...declared])];
  const pipelines = [...new Set([...needed.pipelines, ...objects.filter(hasPipelines)])];
  const needs = { ...needed, properties, pipelines, owners: needed.owners || withOwners };
  const hubspot: Pick<HubSpot, "request"> = {
    request: async (method, path, body) => {
      const answer = await ask(method as "GET" | "POST", path, body);
      if (answer.status < 300) return answer.body;
      const object = /^\/crm\/v3\/properties\/([^/?]+)$/.exec(path)?.[1];
      if (object !== undefined && (answer.status === 404 || answer.status === 400)) missingObjects.add(decodeURIComponent(object));
      const errors = readErrorBody(answer.body);
      throw new HubSpotFailure(failureOf(answer.status, errors), errors);
    },
  };
  return { schema: await readPortalSchema(hubspot, needs), missingObjects };
}

async function byObject<T>(objects: string[], read: (object: string) => Promise<T>): Promise<Record<string, T>> {
  return Object.fromEntries(await Promise.all(objects.map(async (object) => [object, await read(object)] as const)));
}

const ok = (answer: Answer): Record<string, unknown> => (answer.status === 200 ? answer.body : {});
const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? (value as Record<string, unknown>[]) : []);

/** What HubSpot itself wants of a new record (a deal's pipeline, a note's time) the connector sends always. */
const SENT_ALWAYS = new Set(["hs_timestamp", "pipeline", "dealstage", "hs_pipeline", "hs_pipeline_stage"]);

async function readRequired(ask: Ask, object: string): Promise<string[]> {
  const { requiredProperties } = ok(await ask("GET", `/crm/v3/schemas/${encodeURIComponent(object)}`));
  return (Array.isArray(requiredProperties) ? requiredProperties.map(String) : []).filter((name) => !SENT_ALWAYS.has(name));
}

async function readValidations(ask: Ask, object: string): Promise<Record<string, Validation[]>> {
  const { results } = ok(await ask("GET", `/crm/v3/property-validations/${encodeURIComponent(object)}`));
  return Object.fromEntries(
    listOf(results).map(({ propertyName, propertyValidationRules }) => [
      String(propertyName),
      listOf(propertyValidationRules).map(({ ruleType, ruleArguments }) => ({
        rule: String(ruleType),
        arguments: Array.isArray(ruleArguments) ? ruleArguments.map(String) : [],
      })),
    ]),
  );
}

async function readDaily(ask: Ask): Promise<PortalFacts["daily"]> {
  const answer = await ask("GET", "/account-info/v3/api-usage/daily/private-apps");
  const [usage] = listOf(ok(answer)["results"]);
  const [limit, used] = [Number(usage?.["usageLimit"]), Number(usage?.["currentUsage"])];
  if (Number.isFinite(limit) && Number.isFinite(used)) return { left: Math.max(0, limit - used), of: limit };
  const left = Number(answer.headers.get("x-hubspot-ratelimit-daily-remaining") ?? Number.NaN);
  const of = Number(answer.headers.get("x-hubspot-ratelimit-daily") ?? Number.NaN);
  return Number.isFinite(left) ? { left, of: Number.isFinite(of) ? of : null } : null;
}
