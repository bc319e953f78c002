/**
 * What `wrangler.toml` and the secrets say. The names come from `wrangler.toml` (`npm run types`); what runs here may be older or younger
 * than what is set, so every one may be missing.
 */
export interface Settings extends Partial<Omit<Cloudflare.Env, "OUTBOX">> {
  /** Optional secret: tokens that see, masked, and change nothing. */
  VIEWER_TOKEN?: string;
  /** Optional secret: a Slack-compatible address that is told when something needs a person. */
  ALERT_WEBHOOK_URL?: string;
  /** From when on held calls are told of: "3" of one cause, or "5%" of today's calls. Every one where it is not set. */
  ALERT_HELD?: string;
  /** How long HubSpot's search may lag behind, in seconds. Only the sandbox and tests have a reason to change it. */
  HUBSPOT_INDEX_LAG_SECONDS?: string;
}

/** Without one of these the connector takes nothing in, writes nothing, or lets nobody look. */
export const NEEDED_SECRETS = ["HUBSPOT_ACCESS_TOKEN", "WEBHOOK_TOKEN", "ADMIN_TOKEN"] as const;

export const missingSecrets = (settings: Settings): (typeof NEEDED_SECRETS)[number][] =>
  NEEDED_SECRETS.filter((name) => !settings[name]?.trim());

export interface HubSpotSettings {
  accessToken: string;
  /** Origin without a trailing slash. */
  baseUrl: string;
  apiVersion: string;
}

const DEFAULT_BASE_URL = "https://api.hubapi.com";
const DEFAULT_API_VERSION = "2026-09";
const DEFAULT_RETENTION_DAYS = 30;
/** "Seconds, up to 30", says HubSpot's documentation; a little more for the clocks. */
const DEFAULT_INDEX_LAG_SECONDS = 35;
const DAY_MS = 86_400_000;

/** Null while the access token is unset: deliveries are then kept, not written. */
export function hubSpotSettings(settings: Settings): HubSpotSettings | null {
  const accessToken = settings.HUBSPOT_ACCESS_TOKEN?.trim();
  if (!accessToken) return null;
  return {
    accessToken,
    baseUrl: (settings.HUBSPOT_BASE_URL?.trim() || DEFAULT_BASE_URL).replace(/\/+$/, ""),
    apiVersion: settings.HUBSPOT_API_VERSION?.trim() || DEFAULT_API_VERSION,
  };
}

export function retentionMs(settings: Settings): number {
  return positive(settings.RETENTION_DAYS, DEFAULT_RETENTION_DAYS) * DAY_MS;
}

export function indexLagMs(settings: Settings): number {
  return positive(settings.HUBSPOT_INDEX_LAG_SECONDS, DEFAULT_INDEX_LAG_SECONDS) * 1000;
}

function positive(text: string | undefined, fallback: number): number {
  const value = Number(text);
  return text !== undefined && text.trim() !== "" && Number.isFinite(value) && value >= 0 ? value : fallback;
}
