import { BatchApiRequestFactory } from "@hubspot/api-client/lib/codegen/crm/objects/apis/BatchApi.js";
import { SearchApiRequestFactory } from "@hubspot/api-client/lib/codegen/crm/objects/apis/SearchApi.js";
import { createConfiguration } from "@hubspot/api-client/lib/codegen/crm/objects/configuration.js";
import type { HttpMethod, RequestContext } from "@hubspot/api-client/lib/codegen/crm/objects/http/http.js";
import { ServerConfiguration } from "@hubspot/api-client/lib/codegen/crm/objects/servers.js";
import type { HubSpotSettings } from "../../settings.ts";
import { datedPath } from "./dated-path.ts";
import { type Pacer, send } from "./send.ts";

/**
 * The one place that builds HubSpot's client. Imported from deep inside the package on purpose: its root bundles every API HubSpot has
 * (906 KiB gzip); the generic objects API takes the object type as an argument. The path is not promised, so the version is pinned.
 *
 * Only its requests are the client's. It reads answers by their types, and drops what those do not list: the errors of a 200, and the codes of an
 * error line among it. So answers are what HubSpot said, as JSON; nothing is `{}`.
 */

type Body<F extends (object: string, body: never) => unknown> = Parameters<F>[1];

/** All throw HubSpotFailure. */
export interface HubSpot {
  batch: {
    create(object: string, body: Body<BatchApiRequestFactory["create"]>): Promise<unknown>;
    update(object: string, body: Body<BatchApiRequestFactory["update"]>): Promise<unknown>;
    read(object: string, body: Body<BatchApiRequestFactory["read"]>): Promise<unknown>;
    archive(object: string, body: Body<BatchApiRequestFactory["archive"]>): Promise<unknown>;
  };
  search(object: string, body: Body<SearchApiRequestFactory["doSearch"]>): Promise<unknown>;
  /** Resolves when the next search may go at once: what it looks for need not be decided earlier. Throws HubSpotFailure. */
  untilSearch(): Promise<void>;
  /** For the few endpoints outside the objects API. `path` in v3/v4 form; it goes the same way as the client's own requests. */
  request(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<unknown>;
}

/** Connects to one portal: every request is paced by `pacer`, timed, and sent to the dated paths. */
export function connect(settings: HubSpotSettings, pacer: Pacer, waitMs: (ms: number) => Promise<void>): HubSpot {
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(settings.baseUrl, {}),
    authMethods: { oauth2: { accessToken: settings.accessToken } },
  });
  const deliver = (context: RequestContext): Promise<unknown> =>
    send(
      {
        // The client speaks v3 and v4 paths.
        url: datedPath(context.getUrl(), settings.apiVersion),
        method: context.getHttpMethod().toString(),
        headers: context.getHeaders(),
        body: context.getBody() as string | undefined,
      },
      pacer,
      waitMs,
    );
  const request: HubSpot["request"] = (method, path, body) => {
    const context = configuration.baseServer.makeRequestContext(path, method as HttpMethod);
    context.setHeaderParam("Accept", "application/json");
    context.setHeaderParam("Authorization", `Bearer ${settings.accessToken}`);
    if (body !== undefined) context.setHeaderParam("Content-Type", "application/json");
    if (body !== undefined) context.setBody(JSON.stringify(body));
    return deliver(context);
  };
  const batch = new BatchApiRequestFactory(configuration);
  const search = new SearchApiRequestFactory(configuration);
  return {
    batch: {
      create: async (object, body) => deliver(await batch.create(object, body)),
      update: async (object, body) => deliver(await batch.update(object, body)),
      read: async (object, body) => deliver(await batch.read(object, body)),
      archive: async (object, body) => deliver(await batch.archive(object, body)),
    },
    search: async (object, body) => deliver(await search.doSearch(object, body)),
    untilSearch: () => pacer.permitAhead("search"),
    request,
  };
}
