import { html } from "hono/html";
import type { PortalApp } from "./portal-app.ts";
import type { PortalState } from "./portal-state.ts";

export function addPages(app: PortalApp, state: PortalState): void {
  app.get("/", (context) => context.html(html`<h1>${state.store("contacts").all().length} contacts</h1>`));
}
