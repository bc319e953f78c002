import { OBJECT_OF_NAME } from "../../../hubspot/model/objects.ts";
import type { Pipeline, PropertyDefinition, PortalSchema } from "../../../hubspot/model/portal-schema.ts";

type Group = Record<string, unknown>;

/** What a file may tell of a portal's words, besides records: `pipelines:`, `options:`, `owners:`. */
export const WORDS = ["pipelines", "options", "owners"];

/**
 * The portal's words as a person writes them down: labels in order. Ids are the labels themselves, so that what is written reads well.
 *
 *     pipelines: { deals: { Sales Pipeline: [Appointment scheduled, Contract sent, Closed won, Closed lost] } }
 *     options: { contacts: { lead_quality: [Low, Medium, High] } }
 *     owners: [ana@acme.com]
 */
export function readWords(file: Group): PortalSchema {
  return { pipelines: pipelines(group(file["pipelines"])), properties: options(group(file["options"])), owners: owners(file["owners"]) };
}

function group(value: unknown): Group {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Group) : {};
}

function byObject<T>(groups: Group, read: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [OBJECT_OF_NAME[name] ?? name, read(value)]));
}

/** Also as HubSpot itself answers `GET /crm/v3/pipelines/deals`. */
function pipelines(groups: Group): Record<string, Pipeline[]> {
  return byObject(groups, (value) => {
    const listed = Array.isArray(value) ? value : (group(value)["results"] as unknown[] | undefined);
    if (listed)
      return listed.map((one) => pipeline(String(group(one)["id"]), String(group(one)["label"]), group(one)["stages"] as unknown[]));
    return Object.entries(group(value)).map(([label, stages]) => pipeline(label, label, stages as unknown[]));
  });
}

function pipeline(id: string, label: string, stages: unknown[]): Pipeline {
  return { id, label, stages: (stages ?? []).map(stage) };
}

/** A bare label counts as closed, and won, by its words: as in every portal's first pipeline. */
function stage(value: unknown): Pipeline["stages"][number] {
  const { id, label, closed, won, metadata } = { label: value, ...group(value) } as Group;
  const text = String(label);
  const said = group(metadata);
  const isWon = won ?? (said["probability"] === undefined ? /\b(?:won|ganho|ganado)\b/i.test(text) : Number(said["probability"]) === 1);
  const isClosed = closed ?? said["isClosed"] ?? (isWon || /\b(?:closed|lost|fechado|perdido|cerrado)\b/i.test(text));
  return { id: String(id ?? text), label: text, closed: String(isClosed) === "true", won: isWon === true };
}

function options(groups: Group): Record<string, Record<string, PropertyDefinition>> {
  return byObject(groups, (value) =>
    Object.fromEntries(Object.entries(group(value)).map(([name, list]) => [name, definition(name, list)])),
  );
}

function definition(name: string, list: unknown): PropertyDefinition {
  const given = group(list);
  const labels = (Array.isArray(list) ? list : ((given["options"] ?? []) as unknown[])).map((option) => {
    const { value, label } = { label: option, ...group(option) } as Group;
    return { value: String(value ?? label), label: String(label) };
  });
  return { name, type: "enumeration", fieldType: "select", readOnly: false, ...given, options: labels };
}

function owners(value: unknown): PortalSchema["owners"] {
  const listed = Array.isArray(value) ? value : [];
  return listed.map((owner) => ({ id: String(group(owner)["id"] ?? owner), email: String(group(owner)["email"] ?? owner) }));
}
