import type { Clock } from "./clock.ts";

export interface PortalOptions {
  /** repeats shuffles and faults */
  seed?: number;
  portalId?: number;
  /** the portal's country: how it reads phone numbers typed without a country code */
  country?: string;
  /** as which country's it reads such numbers, whatever its own: every value found in live portals fits "US" */
  phonesReadAs?: string;
  timeZone?: string;
  now?: Clock;
  /** keys that are accepted; without, any Bearer token is */
  token?: string | readonly string[];
  /** search answers as things stood that long ago */
  indexLagMs?: number;
  /** a conflict inside a batch with trace ids: its own line of a 207, or a 409 for all */
  batchConflict?: "each" | "whole";
  /** the status of a batch that succeeded in part: the dated specification no longer lists 207 */
  partialStatus?: 207 | 201 | 200;
  /** the first record's id */
  firstId?: number;
}

export type Settings = Required<Omit<PortalOptions, "now" | "token">> & { now: Clock; tokens: Set<string> };

const MAX_BODY_BYTES = 10_000_000;

/** Larger request bodies are refused: far above what 100 notes of 65,536 characters need. */
export const LIMITS = {
  bodyBytes: MAX_BODY_BYTES,
  batchInputs: 100,
  historyInputs: 50,
  searchBodyCharacters: 3_000,
  searchValues: 100,
} as const;

export function settingsFrom(options: PortalOptions): Settings {
  const { token = [], now = Date.now, ...given } = options;
  return {
    seed: 1,
    portalId: 48_215_907,
    country: "BR",
    phonesReadAs: given.country ?? "BR",
    timeZone: "America/Sao_Paulo",
    indexLagMs: 0,
    batchConflict: "each",
    partialStatus: 207,
    firstId: 501,
    ...given,
    now,
    tokens: new Set(typeof token === "string" ? [token] : token),
  };
}
