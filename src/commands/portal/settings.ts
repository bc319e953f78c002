import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { type Settings, isPlaceholder } from "../../settings.ts";

type Name = "HUBSPOT_ACCESS_TOKEN" | "HUBSPOT_SCHEMA_TOKEN" | "HUBSPOT_BASE_URL" | "HUBSPOT_API_VERSION";

/** What the commands that ask a portal need. Looked for in the environment, then in `.dev.vars`, then (no secrets) in `wrangler.toml`. */
export interface PortalSettings extends Pick<Settings, "HUBSPOT_ACCESS_TOKEN" | "HUBSPOT_BASE_URL" | "HUBSPOT_API_VERSION"> {
  /** A second key that may create properties. From the environment only: it is never stored. */
  HUBSPOT_SCHEMA_TOKEN?: string;
}

/** `connection`: a named one has secrets of its own, `HUBSPOT_ACCESS_TOKEN_ACME`; null = the one without a name. */
export async function readPortalSettings(connection: string | null): Promise<PortalSettings> {
  const local = existsSync(".dev.vars") ? parseEnv(readFileSync(".dev.vars", "utf8")) : {};
  const own = (name: Name) => (connection === null ? name : `${name}_${connection.toUpperCase().replaceAll("-", "_")}`);
  const secret = (name: Name) => filled(process.env[own(name)]) ?? filled(local[own(name)]);
  const setting = (name: Name) => filled(process.env[name]) ?? filled(local[name]);
  return {
    HUBSPOT_ACCESS_TOKEN: secret("HUBSPOT_ACCESS_TOKEN"),
    HUBSPOT_SCHEMA_TOKEN: filled(process.env[own("HUBSPOT_SCHEMA_TOKEN")]),
    HUBSPOT_BASE_URL: setting("HUBSPOT_BASE_URL") ?? (await fromWrangler("HUBSPOT_BASE_URL")),
    HUBSPOT_API_VERSION: setting("HUBSPOT_API_VERSION") ?? (await fromWrangler("HUBSPOT_API_VERSION")),
  };
}

function filled(text: string | undefined): string | undefined {
  return text?.trim() && !isPlaceholder(text.trim()) ? text.trim() : undefined;
}

/** Wrangler's own reader knows the file best, and takes two seconds to load: only where nothing else says it. */
async function fromWrangler(name: Name): Promise<string | undefined> {
  if (!existsSync("wrangler.toml")) return undefined;
  const { unstable_readConfig: readConfig } = await import("wrangler");
  return filled(String(readConfig({ config: "wrangler.toml" }, { hideWarnings: true }).vars[name] ?? ""));
}
