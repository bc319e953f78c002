import { instant } from "../clock.ts";
import { ownerJson } from "./owners.ts";
import { pipelineJson } from "./pipelines.ts";
import { type PortalApp, VERSIONS, bodyObject } from "../portal-app.ts";
import type { PortalState } from "../portal-state.ts";
import { notFound } from "../problem.ts";
import { addPropertyRoutes } from "./property-routes.ts";
import { search } from "../search/search.ts";

const PIPELINES = `/pipelines/:version{${VERSIONS}}/:object`;
const OWNERS = `/owners/:version{${VERSIONS}}`;

export function addSchemaRoutes(app: PortalApp, state: PortalState): void {
  addPropertyRoutes(app, state);
  addPipelineRoutes(app, state);
  addOwnerRoutes(app, state);
  app.post(`/objects/:version{${VERSIONS}}/:object/search`, (context) =>
    context.json(search(state, state.schema.type(context.req.param("object")), bodyObject(context))),
  );
  addKeyRoutes(app, state);
  app.get("/account-info/:version/details", (context) => {
    const { portalId, timeZone } = state.settings;
    return context.json({
      portalId,
      timeZone,
      accountType: "STANDARD",
      companyCurrency: "USD",
      additionalCurrencies: [],
      utcOffset: "-03:00",
      utcOffsetMilliseconds: -10_800_000,
      uiDomain: "app.hubspot.com",
      dataHostingLocation: "na1",
    });
  });
}

/** What `portal -- check` asks besides. */
function addKeyRoutes(app: PortalApp, { schema, settings }: PortalState): void {
  app.post("/oauth/v2/private-apps/get/access-token-info", (context) => {
    if (schema.keyScopes === null) throw notFound();
    return context.json({ userId: 9001, hubId: settings.portalId, appId: 1, scopes: schema.keyScopes });
  });
  app.get(`/schemas/:version{${VERSIONS}}/:object`, (context) => {
    const type = schema.type(context.req.param("object"));
    return context.json({ name: type.name, fullyQualifiedName: type.name, requiredProperties: schema.requiredOnCreate(type.name) });
  });
  app.get(`/property-validations/:version{${VERSIONS}}/:object`, (context) =>
    context.json({ results: schema.validations.get(schema.type(context.req.param("object")).name) ?? [] }),
  );
}

function addPipelineRoutes(app: PortalApp, state: PortalState): void {
  const at = instant(state.now());
  app.get(PIPELINES, (context) =>
    context.json({ results: state.schema.pipelines(context.req.param("object")).map((pipeline) => pipelineJson(pipeline, at)) }),
  );
  app.get(`${PIPELINES}/:id`, (context) => {
    const pipeline = state.schema.pipelines(context.req.param("object")).find((one) => one.id === context.req.param("id"));
    if (!pipeline) throw notFound();
    return context.json(pipelineJson(pipeline, at));
  });
  app.get(`${PIPELINES}/:id/stages`, (context) => {
    const pipeline = state.schema.pipelines(context.req.param("object")).find((one) => one.id === context.req.param("id"));
    if (!pipeline) throw notFound();
    return context.json({ results: pipelineJson(pipeline, at)["stages"] });
  });
}

function addOwnerRoutes(app: PortalApp, state: PortalState): void {
  const at = instant(state.now());
  app.get(OWNERS, (context) => {
    const email = context.req.query("email")?.toLowerCase();
    const after = Number(context.req.query("after") ?? 0);
    const limit = Math.min(Number(context.req.query("limit") ?? 100), 500);
    const owners = state.schema.owners.filter((owner) => email === undefined || owner.email.toLowerCase() === email);
    const more = owners.length > after + limit ? { paging: { next: { after: String(after + limit) } } } : {};
    return context.json({ results: owners.slice(after, after + limit).map((owner) => ownerJson(owner, at)), ...more });
  });
  app.get(`${OWNERS}/:id`, (context) => {
    const owner = state.schema.owners.find((one) => one.id === context.req.param("id"));
    if (!owner) throw notFound();
    return context.json(ownerJson(owner, at));
  });
}
