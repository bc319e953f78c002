import type { Context } from "hono";
import { html } from "hono/html";
import type { Env } from "../env.ts";

const SECRETS = ["HUBSPOT_ACCESS_TOKEN", "WEBHOOK_TOKEN", "ADMIN_TOKEN"] as const;

const STYLE = `
body { font: 16px/1.6 system-ui, sans-serif; max-width: 44rem; margin: 10vh auto; padding: 0 1.5rem; color: #1f2937; background: #fafaf9; }
h1 { font-size: 1.5rem; line-height: 1.3; } h2 { font-size: 1rem; margin: 2rem 0 .25rem; }
code { background: #eceae6; padding: .1em .35em; border-radius: 4px; overflow-wrap: anywhere; }
.missing { border-left: 4px solid #e8590c; padding: .5rem 1rem; background: #fff4ec; }`;

/** What stands at `/`: says what this is and how to connect it, and nothing about anybody. */
export function frontPage(c: Context<{ Bindings: Env }>): Response | Promise<Response> {
  const { origin } = new URL(c.req.url);
  const missing = SECRETS.filter((name) => !c.env[name]?.trim());
  c.header(
    "Content-Security-Policy",
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>OtoniStark → HubSpot</title>
          <style>
            ${STYLE}
          </style>
        </head>
        <body>
          <h1>Every AI phone call, where the sales team works</h1>
          <p>
            This connector takes OtoniStark's post-call webhooks and writes them into HubSpot: contacts, notes and deals, as its mapping
            files say.
          </p>
          ${
            missing.length === 0
              ? ""
              : html`<p class="missing">
                  Not set yet: ${missing.map((name, at) => html`${at === 0 ? "" : ", "}<code>${name}</code>`)}.<br />Set each with
                  <code>npx wrangler secret put NAME</code>.
                </p>`
          }
          <h2>Connect an assistant</h2>
          <p>
            In its post-call settings paste <code>${origin}/webhooks/post-call?token=…</code> with a token of <code>WEBHOOK_TOKEN</code>.
          </p>
          <h2>See what became of the calls</h2>
          <p><code>curl -H 'Authorization: Bearer …' ${origin}/api/calls</code> with the <code>ADMIN_TOKEN</code>.</p>
        </body>
      </html>`,
  );
}
