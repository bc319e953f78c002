const INTERNAL = /^[a-z][a-z0-9_-]*$/;

/** Labels that people write for the properties every portal has. */
const BY_LABEL = new Map(
  Object.entries({
    "first name": "firstname",
    "last name": "lastname",
    "e-mail": "email",
    "phone number": "phone",
    "mobile phone number": "mobilephone",
    "company name": "company",
    "job title": "jobtitle",
    "lifecycle stage": "lifecyclestage",
    "lead status": "hs_lead_status",
    "deal name": "dealname",
    "deal stage": "dealstage",
    "close date": "closedate",
    "website url": "website",
    "contact owner": "hubspot_owner_id",
    "deal owner": "hubspot_owner_id",
  }),
);

/** HubSpot's internal names are lower-case words with underscores; anything else is most likely a label. */
export function propertyProblem(name: string): string | null {
  if (INTERNAL.test(name)) return null;
  if (/^[a-z][a-z0-9_-]*\s*:+$/.test(name)) return `After a name comes one colon: \`${name.replace(/\s*:+$/, "")}: …\`.`;
  if (/^-\S/.test(name)) return `After the \`-\` comes a space: \`- ${name.slice(1)}: …\`.`;
  const likely =
    BY_LABEL.get(name.toLowerCase().trim()) ??
    name
      .trim()
      .toLowerCase()
      .replace(/[\s.]+/g, "_");
  const guess = INTERNAL.test(likely) ? ` Perhaps \`${likely}\`?` : "";
  return `\`${name}\` is not an internal name (small letters, digits and _). HubSpot shows it in Settings → Properties → the property → \`</>\`.${guess}`;
}
