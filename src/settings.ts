import type { HubSpotCause } from "./problem/causes.ts";

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

/** Not set, or set to nothing but what a guide or a form shows in a secret's place. */
export const missingSecrets = (settings: Settings): (typeof NEEDED_SECRETS)[number][] =>
  NEEDED_SECRETS.filter((name) => secretsOf(settings[name]).length === 0);

/** The values of a secret such as `new-token,old-token`. Empty ones and placeholders are none: anybody could guess them. */
export function secretsOf(secret: string | undefined): string[] {
  return (secret ?? "")
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "" && !isPlaceholder(value));
}

/** `changeme`, `a-long-random-text`, `<your token>`, `pat-na1-xxxxxxxx-xxxx`, `…`: what stands in guides and forms until somebody fills it in. */
export function isPlaceholder(value: string): boolean {
  const bare = value.slice(0, LONGEST_PLACEHOLDER + 1).replace(/^["'`]|["'`]$/g, "");
  return bare.length <= LONGEST_PLACEHOLDER && PLACEHOLDERS.some((placeholder) => placeholder.test(bare));
}

const LONGEST_PLACEHOLDER = 80;
const PLACEHOLDERS = [
  /^(?:an?|another|some|the)?[-_ ]?(?:very[-_ ])?(?:long[-_ ])?random[-_ ](?:text|string|token|secret|value|password)$/i,
  /^(?:change|replace|fill|insert|enter|put|paste)[-_ ]?(?:me|this|it|in|with|here|your|the|a)(?:[-_ !.].*)?$/i,
  /^your[-_ ].*$/i,
  /^(?:\w+[-_ ])*(?:token|secret|key|password)[-_ ]here$/i,
  /^(?:<.*>|\[.*\]|\{.*\}|\$\{?\w+\}?)$/,
  /^(?:x{3,}|\*{3,}|\.{3,}|…+|-{2,}|_{2,}|\?{2,})$/i,
  /^pat-\w+-[-x*.…0]+$/i,
  /^(?:placeholder|todo|tbd|dummy|example|none|null|undefined)$/i,
];

export interface HubSpotSettings {
  accessToken: string;
  /** Origin without a trailing slash. */
  baseUrl: string;
  apiVersion: string;
}

export const DEFAULT_BASE_URL = "https://api.hubapi.com";
const DEFAULT_API_VERSION = "2026-09";
const DEFAULT_RETENTION_DAYS = 30;
/** "Seconds, up to 30", says HubSpot's documentation; a little more for the clocks. */
const DEFAULT_INDEX_LAG_SECONDS = 35;
const DAY_MS = 86_400_000;

/** Cloudflare's location hints, and the jurisdiction that an outbox can be bound to. */
const LOCATIONS = ["wnam", "enam", "sam", "weur", "eeur", "apac", "oc", "afr", "me", "eu"];
const API_VERSIONS = ["2026-09", "2026-03", "v3"];
/** What an HTTP header may hold, without blanks. */
const KEY = /^[\x21-\x7e]+$/;

/** How to reach the portal; or why that cannot be tried: deliveries are then kept, not written. */
export function hubSpotSettings(settings: Settings): HubSpotSettings | { cause: HubSpotCause } {
  const accessToken = textOf(settings, "HUBSPOT_ACCESS_TOKEN");
  if (accessToken === "" || isPlaceholder(accessToken)) return { cause: { code: "no_key" } };
  const [wrong] = wrongSettings(settings);
  if (wrong !== undefined) return { cause: wrong };
  return { accessToken, baseUrl: baseUrlOf(settings), apiVersion: apiVersionOf(settings) };
}

/** What is set and cannot be followed: nothing is guessed in its place. */
export function wrongSettings(settings: Settings): HubSpotCause[] {
  const causes: HubSpotCause[] = [];
  const key = textOf(settings, "HUBSPOT_ACCESS_TOKEN");
  if (key !== "" && !isPlaceholder(key) && !KEY.test(key)) causes.push({ code: "key_malformed" });
  const found = (setting: keyof Settings) => ({ setting, found: shown(textOf(settings, setting)) });
  const url = URL.parse(baseUrlOf(settings));
  if (url === null || !/^https?:$/.test(url.protocol) || url.host === "")
    causes.push({ code: "bad_setting", ...found("HUBSPOT_BASE_URL"), expected: "an_address" });
  if (!API_VERSIONS.includes(apiVersionOf(settings)))
    causes.push({ code: "bad_setting", ...found("HUBSPOT_API_VERSION"), expected: "an_api_version" });
  if (locationOf(settings) === null) causes.push({ code: "bad_setting", ...found("LOCATION"), expected: "a_location" });
  if (retentionMs(settings) === null) causes.push({ code: "bad_setting", ...found("RETENTION_DAYS"), expected: "a_number_of_days" });
  return causes;
}

/** A secret in the wrong place must not be shown whole. */
const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 20)}…` : text);

/** Also of what `wrangler.toml` gives as a number. */
const textOf = (settings: Settings, name: keyof Settings): string => String(settings[name] ?? "").trim();

const baseUrlOf = (settings: Settings): string => (textOf(settings, "HUBSPOT_BASE_URL") || DEFAULT_BASE_URL).replace(/\/+$/, "");
const apiVersionOf = (settings: Settings): string => textOf(settings, "HUBSPOT_API_VERSION") || DEFAULT_API_VERSION;

/** Where the outbox is born, in lower case; "" where nothing is set. Null: what is set is no place that Cloudflare knows. */
export function locationOf(settings: Settings): string | null {
  const location = textOf(settings, "LOCATION").toLowerCase();
  return location === "" || LOCATIONS.includes(location) ? location : null;
}

/** How long bodies are kept, fractions of a day too. Null: what is set is no number of days, and nothing is erased by a guess. */
export function retentionMs(settings: Settings): number | null {
  const text = textOf(settings, "RETENTION_DAYS");
  const days = text === "" ? DEFAULT_RETENTION_DAYS : /^\d+(?:\.\d+)?$|^\.\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(days) ? days * DAY_MS : null;
}

export function indexLagMs(settings: Settings): number {
  return positive(settings.HUBSPOT_INDEX_LAG_SECONDS, DEFAULT_INDEX_LAG_SECONDS) * 1000;
}

function positive(text: string | undefined, fallback: number): number {
  const value = Number(text);
  return text !== undefined && text.trim() !== "" && Number.isFinite(value) && value >= 0 ? value : fallback;
}
