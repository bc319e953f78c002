/**
 * HubSpot's properties that mappings mostly write: a number of one byte stands for each where a name would be kept for ever. Part of what is
 * stored: further ones go to the end, and none is ever moved or taken out.
 */
const PROPERTIES = [
  "firstname",
  "lastname",
  "email",
  "phone",
  "mobilephone",
  "company",
  "jobtitle",
  "address",
  "city",
  "state",
  "zip",
  "country",
  "website",
  "industry",
  "hs_lead_status",
  "lifecyclestage",
  "hubspot_owner_id",
  "hs_language",
  "name",
  "domain",
  "dealname",
  "dealstage",
  "pipeline",
  "amount",
  "closedate",
  "dealtype",
  "description",
  "hs_next_step",
  "hs_priority",
  "subject",
  "content",
  "hs_pipeline",
  "hs_pipeline_stage",
  "hs_ticket_priority",
  "message",
  "salutation",
  "date_of_birth",
  "hs_timezone",
];

const CODES = new Map(PROPERTIES.map((property, index) => [property, index + 1]));

/** 0: it has none. */
export const codeOfProperty = (property: string): number => CODES.get(property) ?? 0;

export function propertyOfCode(code: number): string {
  const property = PROPERTIES[code - 1];
  if (property === undefined) throw new Error(`No property has the code ${code}: a later release wrote it.`);
  return property;
}
