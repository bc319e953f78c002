import { type GivenPortal, NO_PORTAL } from "../plan-one.ts";
import { InputError, readYaml } from "../read-files.ts";
import type { PortalSchema } from "../../../hubspot/model/portal-schema.ts";
import type { Mapping } from "../../../mapping/compiled-mapping.ts";
import { checkPortal } from "../examples/check-given.ts";
import { withWords } from "./base-schema.ts";
import { readRecords } from "./portal-records.ts";
import { readWords } from "./portal-schema.ts";

/** The shape of a portal file, for `--help`. */
export const PORTAL_HELP = `FILE says what the portal holds, in YAML or JSON:

  contact: { id: 501, firstname: Mari }            records by their names in the mapping
  deal:                                            several: a list, the latest last
    - { id: 901, dealstage: Appointment scheduled }
  pipelines:                                       labels in order; needed for \`write: forward\`
    deals: { Sales Pipeline: [Appointment scheduled, Contract sent, Closed won, Closed lost] }
  options: { contacts: { lead_quality: [Low, High] } }
  owners: [ana@acme.com]

A record may also say \`edited: [property]\`: a person changed it in HubSpot.`;

/** `path` null: no record of the portal is known. What the file does not say of its schema, `base` does. Throws InputError. */
export function readPortal(path: string | null, base: PortalSchema, mappings: Mapping[]): GivenPortal {
  if (path === null) return { ...NO_PORTAL, portalSchema: base };
  const file = readYaml(path, "a description of the portal");
  if (typeof file !== "object" || file === null || Array.isArray(file))
    throw new InputError(`${path} does not describe a portal.\n\n${PORTAL_HELP}`);
  checkPortal(file as Record<string, unknown>, mappings, path);
  return portalOf(file as Record<string, unknown>, "the portal's file names none", base);
}

export function portalOf(file: Record<string, unknown>, unnamed: string, base: PortalSchema): GivenPortal {
  return { records: readRecords(file), portalSchema: withWords(base, readWords(file)), unnamed };
}
