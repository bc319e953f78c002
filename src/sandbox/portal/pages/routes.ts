import { html } from "hono/html";
import type { PortalApp } from "../portal-app.ts";
import type { PortalState } from "../portal-state.ts";
import { contactList } from "./contact-list.ts";
import { contactPage } from "./contact-page.ts";
import { nameOf } from "./display.ts";
import { layout } from "./layout.ts";

/** A page may load nothing and run nothing but its own style. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** What people look at. */
export function addPages(app: PortalApp, state: PortalState): void {
  const { portalId } = state.settings;
  app.use("*", async (context, next) => {
    await next();
    context.header("Content-Security-Policy", POLICY);
  });
  app.get("/", (context) => context.html(layout("Contacts", portalId, contactList(state))));
  app.get("/contacts/:id", (context) => {
    const contact = state.store("contacts").live(context.req.param("id"));
    if (!contact) return context.notFound();
    return context.html(layout(nameOf(contact.properties), portalId, contactPage(state, contact)));
  });
  app.notFound((context) => {
    const content = html`<div class="card empty">
      <h1>Nothing here</h1>
      <p>This record does not exist, or somebody deleted it.</p>
      <a href="/">All contacts</a>
    </div>`;
    return context.html(layout("Nothing here", portalId, content), 404);
  });
}
