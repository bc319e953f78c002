import type { Context } from "hono";
import { html } from "hono/html";

/** What stands at `/`: says what this is, and nothing about anybody. */
export function frontPage(c: Context): Response | Promise<Response> {
  c.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  return c.html(html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>OtoniStark → HubSpot</title>
        <style>
          body { font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem; color: #1f2937; background: #fafaf9; }
          h1 { font-size: 1.5rem; line-height: 1.3; }
          code { background: #eceae6; padding: 0.1em 0.35em; border-radius: 4px; }
        </style>
      </head>
      <body>
        <h1>Every AI phone call, where the sales team works</h1>
        <p>This connector takes OtoniStark's post-call webhooks and writes them into HubSpot: contacts, notes and deals, as its mapping files say.</p>
        <p>OtoniStark posts to <code>/webhooks/post-call</code>. Operators ask <code>/api/calls</code> with the admin token.</p>
      </body>
    </html>`);
}
