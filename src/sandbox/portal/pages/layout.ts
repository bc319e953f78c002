import { html, raw } from "hono/html";
import { STYLE } from "./style.ts";

export type Html = ReturnType<typeof html>;

/** The frame of every page. */
export function layout(title: string, portalId: number, content: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <div class="bar">
          <span class="dot"></span><a href="/">Contacts</a><small>Sandbox HubSpot portal ${portalId} · a stand-in, on this machine</small>
        </div>
        <main>${content}</main>
      </body>
    </html>`;
}
