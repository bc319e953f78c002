import { duplicateContacts, duplicateMarks } from "./records/duplicates.ts";
import type { Faults } from "./limits/faults.ts";
import type { Limits } from "./limits/limits.ts";
import type { PortalApp } from "./portal-app.ts";
import type { Portal } from "./portal.ts";
import { summarised } from "./limits/request-log.ts";

const OBJECTS = ["contacts", "companies", "deals", "tickets", "notes", "calls", "tasks"];

/** What another process may ask of the stand-in, or do to it. Never counted as requests. */
export function addControlRoutes(app: PortalApp, portal: Portal): void {
  app.get("/_portal/health", (context) => context.json({ status: "ok" }));
  app.get("/_portal/state", (context) => context.json(stateJson(portal, context.req.query("mark"))));
  app.get("/_portal/records/:object", (context) => context.json({ results: portal.all(context.req.param("object")) }));
  app.get("/_portal/records/:object/:id", (context) =>
    context.json(portal.get(context.req.param("object"), context.req.param("id")) ?? null),
  );
  app.get("/_portal/records/:object/:id/:to", (context) =>
    context.json({ results: portal.associated(context.req.param("object"), context.req.param("id"), context.req.param("to")) }),
  );
  app.get("/_portal/requests", (context) =>
    context.json({ ...summarised(portal.requests), ...(context.req.query("list") ? { requests: portal.requests } : {}) }),
  );
  app.delete("/_portal/requests", (context) => {
    portal.requests.length = 0;
    return context.json({ status: "ok" });
  });
  app.get("/_portal/faults", (context) => context.json(troubleOf(portal)));
  app.post("/_portal/faults", (context) => {
    setTrouble(portal, (context.env.body ?? {}) as Trouble);
    return context.json(troubleOf(portal));
  });
  app.post("/_portal/reset", (context) => {
    portal.reset();
    return context.json({ status: "ok" });
  });
  app.post("/_portal/seed", (context) => context.json({ ids: seed(portal, (context.env.body ?? {}) as Seed) }));
  addPeopleRoutes(app, portal);
  app.onError((error, context) => context.json({ status: "error", message: error.message }, 400));
}

/** What a person would do in HubSpot meanwhile. */
function addPeopleRoutes(app: PortalApp, portal: Portal): void {
  app.post("/_portal/edit", (context) => {
    const { object, id, properties, ...options } = context.env.body as {
      object: string;
      id: string;
      properties: Record<string, string>;
      at?: number;
    };
    portal.edit(object, id, properties, options);
    return context.json(portal.get(object, id));
  });
  app.post("/_portal/merge", (context) => {
    const { object, primary, secondary } = context.env.body as { object: string; primary: string; secondary: string };
    return context.json({ id: portal.merge(object, primary, secondary) });
  });
  app.post("/_portal/archive", (context) => {
    const { object, id } = context.env.body as { object: string; id: string };
    portal.archive(object, id);
    return context.json({ status: "ok" });
  });
}

/** `mark` is a pattern with one group, found in each note's body. */
function stateJson(portal: Portal, mark: string | undefined): Record<string, unknown> {
  const counts = Object.fromEntries(OBJECTS.map((object) => [object, portal.all(object).length]));
  return {
    counts,
    contacts: duplicateContacts(portal.contacts()),
    ...(mark ? { notes: duplicateMarks(portal.all("notes"), new RegExp(mark)) } : {}),
  };
}

type Trouble = Partial<Faults> & { limits?: Limits; indexLagMs?: number; missingScopes?: string[]; tokens?: string[] };

function troubleOf(portal: Portal): Trouble {
  return { ...portal.faults, limits: portal.limits, indexLagMs: portal.indexLagMs, missingScopes: [...portal.missingScopes] };
}

/** Only what is named changes. */
function setTrouble(portal: Portal, trouble: Trouble): void {
  const { limits, indexLagMs, missingScopes, tokens, ...faults } = trouble;
  Object.assign(portal.faults, faults);
  if (limits) portal.limits = limits;
  if (indexLagMs !== undefined) portal.indexLagMs = indexLagMs;
  if (missingScopes) refill(portal.missingScopes, missingScopes);
  if (tokens) refill(portal.tokens, tokens);
}

function refill(set: Set<string>, values: readonly string[]): void {
  set.clear();
  for (const value of values) set.add(value);
}

interface Seed {
  records?: { object: string; properties: Record<string, string>; associations?: Record<string, string[]>; at?: number }[];
}

/** An association id like `"#0"` means the record at that place of the same list. */
function seed(portal: Portal, { records = [] }: Seed): string[] {
  const ids: string[] = [];
  for (const { object, properties, associations = {}, at } of records) {
    const known = Object.entries(associations).map(([to, list]) => [
      to,
      list.map((id) => (id.startsWith("#") ? (ids[Number(id.slice(1))] ?? id) : id)),
    ]);
    ids.push(portal.add(object, properties, { associations: Object.fromEntries(known), ...(at === undefined ? {} : { at }) }));
  }
  return ids;
}
