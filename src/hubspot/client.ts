/**
 * The one place that builds HubSpot's client. Imported from deep inside the package on purpose: its root bundles every API HubSpot has
 * (906 KiB gzip); the generic objects API takes the object type as an argument. The path is not promised, so the version is pinned.
 */
import {
  BatchApi,
  createConfiguration,
  HttpMethod,
  Observable,
  type RequestContext,
  ResponseContext,
  SearchApi,
  ServerConfiguration,
} from "@hubspot/api-client/lib/codegen/crm/objects/index.js";
import type { HubSpotSettings } from "../settings.ts";
import { type HttpAnswer, type Pacer, send } from "./send.ts";

export interface HubSpot {
  batch: BatchApi;
  search: SearchApi;
  /** For the few endpoints outside the objects API. `path` in v3/v4 form; it goes the same way as the client's own requests. */
  request(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<unknown>;
}

/** Connects to one portal: every request is paced by `pacer`, timed, and sent to the dated paths. */
export function connect(settings: HubSpotSettings, pacer: Pacer, waitMs: (ms: number) => Promise<void>): HubSpot {
  const deliver = (context: RequestContext): Promise<HttpAnswer> =>
    send(
      {
        url: context.getUrl(),
        method: context.getHttpMethod().toString(),
        headers: context.getHeaders(),
        body: context.getBody() as string | undefined,
      },
      pacer,
      waitMs,
    );
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(settings.baseUrl, {}),
    authMethods: { oauth2: { accessToken: settings.accessToken } },
    httpApi: { send: (context: RequestContext) => new Observable(deliver(context).then((answer) => accepted(context, answer))) },
    promiseMiddleware: [
      { pre: async (context: RequestContext) => dated(context, settings.apiVersion), post: async (context: ResponseContext) => context },
    ],
  });
  const request: HubSpot["request"] = async (method, path, body) => {
    const context = configuration.baseServer.makeRequestContext(path, method as HttpMethod);
    context.setHeaderParam("Accept", "application/json");
    context.setHeaderParam("Authorization", `Bearer ${settings.accessToken}`);
    if (body !== undefined) context.setHeaderParam("Content-Type", "application/json");
    if (body !== undefined) context.setBody(JSON.stringify(body));
    const { text } = await deliver(dated(context, settings.apiVersion));
    return text === "" ? null : JSON.parse(text);
  };
  return { batch: new BatchApi(configuration), search: new SearchApi(configuration), request };
}

/** The client speaks v3 and v4 paths, which end in 2027. */
function dated(context: RequestContext, version: string): RequestContext {
  if (/^v\d$/.test(version)) return context;
  context.setUrl(
    context
      .getUrl()
      .replace("/crm/v3/objects/", `/crm/objects/${version}/`)
      .replace(/\/crm\/v3\/(properties|pipelines|owners)/, `/crm/$1/${version}`)
      .replace("/crm/v4/associations/", `/crm/associations/${version}/`)
      .replace("/account-info/v3/", `/account-info/${version}/`),
  );
  return context;
}

/** The client knows each operation's one success status; HubSpot's dated paths do not always keep to it. */
function accepted(context: RequestContext, answer: HttpAnswer): ResponseContext {
  const plain = context.getUrl().endsWith("/batch/create") ? 201 : context.getUrl().endsWith("/batch/archive") ? 204 : 200;
  const text = answer.text === "" ? "{}" : answer.text;
  const headers = { ...answer.headers, "content-type": "application/json" };
  return new ResponseContext(answer.status === 207 ? 207 : plain, headers, {
    text: async () => text,
    binary: async () => Buffer.from(text),
  });
}
