import { addAssociationRoutes } from "./associations/association-routes.ts";
import { addBatchRoutes } from "./records/batch-routes.ts";
import { type Gate, passGate } from "./limits/gate.ts";
import { addObjectRoutes } from "./records/object-routes.ts";
import { type PortalApp, createApp, isApiPath } from "./portal-app.ts";
import type { PortalState } from "./portal-state.ts";
import { Problem, notFound } from "./problem.ts";
import { addSchemaRoutes } from "./schema/schema-routes.ts";

/** HubSpot's endpoints over that state. The fixed paths come before those with an id in them. */
export function createApi(state: PortalState): PortalApp {
  const app = createApp();
  addBatchRoutes(app, state);
  addAssociationRoutes(app, state);
  addSchemaRoutes(app, state);
  addObjectRoutes(app, state);
  app.notFound((context) => context.json(notFound().toJson(), 404));
  app.onError((error, context) => {
    if (error instanceof Problem) return context.json(error.toJson(), error.status as 400);
    return context.json({ status: "error", message: `The stand-in broke: ${error.stack ?? error.message}` }, 500);
  });
  return app;
}

/** API requests pass the gate; pages and control routes do not, and are not counted. */
export async function serveRequest(gate: Gate, pages: PortalApp, request: Request): Promise<Response> {
  if (isApiPath(new URL(request.url).pathname)) return passGate(gate, request);
  const body = request.method === "POST" || request.method === "PUT" ? await request.json().catch(() => undefined) : undefined;
  return pages.fetch(new Request(request.url, { method: request.method }), { body });
}
