import type { AssociationType } from "./objects.ts";

/** What the portal calls things: lets a mapping say labels where HubSpot wants ids. Unknown parts are simply absent. */
export interface PortalSchema {
  /** By object type. */
  pipelines: Record<string, Pipeline[]>;
  /** By object type, then property name. */
  properties: Record<string, Record<string, PropertyDefinition>>;
  owners: { id: string; email: string }[];
  /** Unlabelled associations that differ from portal to portal, by `from>to`. */
  associations?: Record<string, AssociationType>;
  /** Labels that an admin, or HubSpot, has given associations, by `from>to`. Absent where the key may not read them. */
  associationLabels?: Record<string, AssociationLabel[]>;
}

export interface AssociationLabel extends AssociationType {
  /** As people see it in this direction. */
  label: string;
  /** Its internal name, where HubSpot tells it. */
  name?: string;
}

export interface Pipeline {
  id: string;
  label: string;
  /** In display order. */
  stages: { id: string; label: string; closed: boolean; won: boolean }[];
}

export interface PropertyDefinition {
  name: string;
  /** What people see. Absent where nobody told. */
  label?: string;
  /** HubSpot's: string, number, date, datetime, bool, enumeration, phone_number, … */
  type: string;
  fieldType: string;
  /** In display order. */
  options: { value: string; label: string }[];
  readOnly: boolean;
}

export const EMPTY_PORTAL_SCHEMA: PortalSchema = { pipelines: {}, properties: {}, owners: [] };
