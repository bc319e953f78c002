import {
  BatchApi,
  type HttpInfo,
  HttpMethod,
  Observable,
  type RequestContext,
  ResponseContext,
  SearchApi,
  ServerConfiguration,
  createConfiguration,
} from "@hubspot/api-client/lib/codegen/crm/objects/index.js";
import type { HubSpotSettings } from "../../settings.ts";
import { datedPath } from "./dated-path.ts";
import { HubSpotFailure, trouble } from "./failure.ts";
import { type HttpAnswer, type Pacer, send } from "./send.ts";

/**
 * The one place that builds HubSpot's client. Imported from deep inside the package on purpose: its root bundles every API HubSpot has
 * (906 KiB gzip); the generic objects API takes the object type as an argument. The path is not promised, so the version is pinned.
 */

/** The batch endpoints; answers are whatever HubSpot said. All throw HubSpotFailure. */
interface Batch {
  create(object: string, body: Parameters<BatchApi["create"]>[1]): Promise<unknown>;
  update(object: string, body: Parameters<BatchApi["update"]>[1]): Promise<unknown>;
  read(object: string, body: Parameters<BatchApi["read"]>[1]): Promise<unknown>;
  archive(object: string, body: Parameters<BatchApi["archive"]>[1]): Promise<void>;
}

export interface HubSpot {
  batch: Batch;
  search: SearchApi;
  /** Resolves when the next search may go at once: what it looks for need not be decided earlier. Throws HubSpotFailure. */
  untilSearch(): Promise<void>;
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
  return {
    batch: batchOf(new BatchApi(configuration)),
    search: new SearchApi(configuration),
    untilSearch: () => pacer.permitAhead("search"),
    request,
  };
}

/** The client speaks v3 and v4 paths. */
function dated(context: RequestContext, version: string): RequestContext {
  context.setUrl(datedPath(context.getUrl(), version));
  return context;
}

/** The client knows each operation's one success status; HubSpot's dated paths do not always keep to it. */
function accepted(context: RequestContext, { text, headers }: HttpAnswer): ResponseContext {
  const [, verb] = /\/batch\/(create|archive)$/.exec(context.getUrl()) ?? [];
  const status = verb === "create" ? 201 : verb === "archive" ? 204 : 200;
  const json = text === "" ? "{}" : text;
  return new ResponseContext(
    status,
    { ...headers, "content-type": "application/json" },
    { text: async () => json, binary: async () => Buffer.from(json) },
  );
}

/**
 * The client drops what its types do not list, the errors of a 200 and the codes of an error line among it: the answer is read as it came. What is
 * thrown on the way to it is either a HubSpotFailure or a bug of ours, which no trying again will mend.
 */
async function asItCame(info: Promise<HttpInfo<unknown>>): Promise<unknown> {
  const text = await (await info).body.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new HubSpotFailure(trouble("maybe"));
  }
}

function batchOf(api: BatchApi): Batch {
  return {
    create: (object, body) => asItCame(api.createWithHttpInfo(object, body)),
    update: (object, body) => asItCame(api.updateWithHttpInfo(object, body)),
    read: (object, body) => asItCame(api.readWithHttpInfo(object, body)),
    archive: (object, body) => api.archive(object, body),
  };
}
