import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import { CHECKS } from "./checks/index.ts";
import type { PortalCheck } from "./finding.ts";
import type { PortalFacts } from "./portal-facts.ts";

/** A portal's schema as a file beside the mappings. No personal data: owners are ids and hashes. */
export interface Snapshot {
  version: 1;
  /** ISO 8601. */
  taken_at: string;
  portal: { id: string; type: string; timeZone: string; apiVersion: string };
  properties: PortalSchema["properties"];
  pipelines: PortalSchema["pipelines"];
  owners: { id: string; /** Of the lower-cased address, in hex. */ email_sha256: string }[];
  associations: NonNullable<PortalSchema["associations"]>;
  required: PortalFacts["required"];
  validations: PortalFacts["validations"];
}

export const SNAPSHOT_FILE = "portal.json";
/** A portal changes every few weeks. */
const STALE_AFTER_MS = 30 * 86_400_000;

export function toSnapshot(facts: PortalFacts, takenAt: Date): Snapshot {
  const { properties, pipelines, owners, associations = {} } = facts.schema;
  return {
    version: 1,
    taken_at: takenAt.toISOString(),
    portal: { id: facts.portalId, type: facts.accountType, timeZone: facts.timeZone, apiVersion: facts.apiVersion },
    properties,
    pipelines,
    owners: owners.map(({ id, email }) => ({ id, email_sha256: hashOf(email) })),
    associations,
    required: facts.required,
    validations: facts.validations,
  };
}

const hashOf = (email: string): string => createHash("sha256").update(email.trim().toLowerCase()).digest("hex");

/** The snapshot that stands beside the mappings; null where none does; a text that says what is wrong where it cannot be read. */
export function readSnapshot(dir: string): Snapshot | string | null {
  const path = join(dir, SNAPSHOT_FILE);
  if (!existsSync(path)) return null;
  const json = parsed(readFileSync(path, "utf8"));
  if (json?.version === 1 && typeof json.properties === "object" && Array.isArray(json.owners)) return json;
  return `${path} is no snapshot of a portal. Take a new one: npm run portal -- snapshot ${path}`;
}

function parsed(text: string): Snapshot | null {
  try {
    return JSON.parse(text) as Snapshot;
  } catch {
    return null;
  }
}

/** What to say of a snapshot that is too old to be trusted; null of a fresh one. */
export function staleness({ taken_at }: Snapshot, dir: string, now: Date): string | null {
  const ageMs = now.getTime() - Date.parse(taken_at);
  if (ageMs <= STALE_AFTER_MS) return null;
  const path = join(dir, SNAPSHOT_FILE);
  return `${path} is ${Math.floor(ageMs / 86_400_000)} days old; the portal may have changed. Take a new one: npm run portal -- snapshot ${path}`;
}

/**
 * As the planner reads a portal. An owner's address is known again where `texts` (mappings, calls, examples) name it; the others keep their ids.
 */
export function schemaOf({ properties, pipelines, owners, associations }: Snapshot, texts: string[]): PortalSchema {
  const addresses = texts.flatMap((text) => text.match(/[^\s"'<>:,;{}[\]()]+@[^\s"'<>:,;{}[\]()]+/g) ?? []);
  const named = new Map(addresses.map((address) => [hashOf(address), address]));
  return {
    properties,
    pipelines,
    associations,
    owners: owners.map(({ id, email_sha256 }) => ({ id, email: named.get(email_sha256) ?? "" })),
  };
}

/** What can be checked without asking the portal. */
export const OFFLINE_CHECKS: PortalCheck[] = CHECKS.filter(({ name }) => !["key", "scopes", "unneeded_scopes", "limits"].includes(name));

export function factsOf(snapshot: Snapshot, texts: string[]): PortalFacts {
  const { portal, required, validations } = snapshot;
  return {
    portalId: portal.id,
    accountType: portal.type,
    timeZone: portal.timeZone,
    apiVersion: portal.apiVersion,
    schema: schemaOf(snapshot, texts),
    missingObjects: new Set(),
    scopes: { held: null, lacking: [], unknown: [] },
    required,
    validations,
    daily: null,
  };
}
