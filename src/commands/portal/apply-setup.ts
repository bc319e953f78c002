import type { DeclaredProperty } from "../../mapping/declared-property.ts";
import { type Answer, type Ask, CannotCheck } from "./ask.ts";
import { HUBSPOT_TYPE } from "./property-type.ts";

export interface Applied {
  created: { object: string; name: string }[];
  /** What HubSpot did not take, and why. */
  refused: { object: string; name: string; why: string }[];
}

/** Creates exactly these properties, one after the other. Throws CannotCheck where the key may not. */
export async function applySetup(ask: Ask, properties: DeclaredProperty[]): Promise<Applied> {
  const applied: Applied = { created: [], refused: [] };
  for (const property of properties) {
    const { object, name } = property;
    const answer = await ask("POST", `/crm/v3/properties/${encodeURIComponent(object)}`, wanted(property, await groupFor(ask, property)));
    refuseWithoutScope(answer, object);
    if (answer.status < 300) applied.created.push({ object, name });
    else applied.refused.push({ object, name, why: reason(answer) });
  }
  return applied;
}

function wanted({ name, label, type, options, description }: DeclaredProperty, groupName: string): Record<string, unknown> {
  const shown = type === "yes_no" ? YES_NO : options;
  return {
    name,
    label,
    groupName,
    ...HUBSPOT_TYPE[type],
    ...(description !== null && { description }),
    ...(shown.length > 0 && { options: shown.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })) }),
  };
}

const YES_NO = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

/** The named group, made where it is missing; else the object's own, which is the first that HubSpot lists. */
async function groupFor(ask: Ask, { object, group }: DeclaredProperty): Promise<string> {
  const path = `/crm/v3/properties/${encodeURIComponent(object)}/groups`;
  const answer = await ask("GET", path);
  const names = (Array.isArray(answer.body["results"]) ? answer.body["results"] : []).map((one) => String((one as { name: unknown }).name));
  if (group === null) return names.find((name) => name.endsWith("information")) ?? names[0] ?? `${object.replace(/s$/, "")}information`;
  if (!names.includes(group)) refuseWithoutScope(await ask("POST", path, { name: group, label: group.replaceAll("_", " ") }), object);
  return group;
}

/** Contacts' scope covers notes, calls and tasks, too. */
function refuseWithoutScope({ status }: Answer, object: string): void {
  if (status !== 401 && status !== 403) return;
  const area = ["contacts", "companies", "deals", "tickets"].includes(object) ? object : /^p\d+_|^2-/.test(object) ? "custom" : "contacts";
  throw new CannotCheck(
    `This key may not create properties of ${object}: it lacks crm.schemas.${area}.write. Make a second, short-lived key with that scope and give it as HUBSPOT_SCHEMA_TOKEN for this one command; it is never stored.`,
  );
}

/** HubSpot's own words about a definition: they name no customer. */
function reason({ status, body }: Answer): string {
  if (status === 409) return "somebody has just created a property of that name";
  return `${status} ${typeof body["message"] === "string" ? body["message"].slice(0, 200) : ""}`.trim();
}
