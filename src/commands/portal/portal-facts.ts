import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";

/** All that the checks read of a portal. No personal data but the owners' e-mails, which mappings name. */
export interface PortalFacts {
  portalId: string;
  /** `STANDARD`, `SANDBOX`, `DEVELOPER_TEST`, … */
  accountType: string;
  timeZone: string;
  apiVersion: string;
  schema: PortalSchema;
  /** Object types that a mapping names and the portal does not have. */
  missingObjects: Set<string>;
  scopes: Scopes;
  /** By object type: properties without which nothing of it is created. */
  required: Record<string, string[]>;
  /** By object type, then property: what HubSpot refuses besides. */
  validations: Record<string, Record<string, Validation[]>>;
  /** Requests of the day's allowance; null where the portal does not tell. */
  daily: { left: number; of: number | null } | null;
}

export interface Scopes {
  /** All that the key has, where HubSpot tells; else null. */
  held: string[] | null;
  /** Those that are needed and that the key lacks, as far as it can be found out. */
  lacking: string[];
  /** Needed ones that could not be tried. */
  unknown: string[];
}

export interface Validation {
  /** HubSpot's: `REGEX`, `MAX_LENGTH`, `PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE`, … */
  rule: string;
  arguments: string[];
}
