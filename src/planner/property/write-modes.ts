import type { OwnWrite } from "../../hubspot/model/current-record.ts";
import { stagePlace } from "../../hubspot/model/labels.ts";
import { hasPipelines, stageProperty } from "../../hubspot/model/objects.ts";
import type { PropertyDefinition, PortalSchema } from "../../hubspot/model/portal-schema.ts";
import { type Kind, SAME_VALUE, moment, sameValue } from "../../hubspot/model/same-value.ts";
import type { WriteMode } from "../../mapping/compiled-mapping.ts";

/** One property of a found record, about to be written. */
export interface Change {
  object: string;
  property: string;
  /** PropertyValue format; "" clears. */
  to: string;
  /** What the portal holds. */
  from: string | null;
  ownWrites: OwnWrite | null;
  /** LookupResult, but of no worth: a contact's name that is only its number. */
  isPlaceholder: boolean;
  /** Who changed it last. */
  edit: { byPerson: boolean; at: string } | null;
  endedAt: string;
  portalSchema: PortalSchema;
  definition: PropertyDefinition | undefined;
  country: string | null;
}

/** What to send, or why nothing is sent. */
export type WriteModeResult = { send: string; added?: string } | { why: string };

/** What a write mode makes of a change. */
export function applyWriteMode(mode: WriteMode, change: Change): WriteModeResult {
  const verdict = MODES[mode](change);
  return "send" in verdict && same(verdict.send, change.from, change) ? { why: SAME_VALUE } : verdict;
}

const MODES: Record<WriteMode, (change: Change) => WriteModeResult> = {
  overwrite: ({ to }) => ({ send: to }),
  if_empty: ifEmpty,
  append,
  forward,
  larger,
  unless_edited: unlessEdited,
  if_new: () => ({ why: "the record was there before" }),
};

/** Where this call wrote the value itself, the one before it counts. */
function base({ from, ownWrites, ...change }: Change): string | null {
  return isMine({ from, ownWrites, ...change }) ? (ownWrites?.from ?? null) : from;
}

function isMine({ from, ownWrites, ...change }: Change): boolean {
  return ownWrites !== null && same(from, ownWrites.to, { ...change, from, ownWrites });
}

function same(a: string | null, b: string | null, change: Change): boolean {
  const kind: Kind = { property: change.property, definition: change.definition, country: change.country };
  return sameValue(a, b, kind);
}

function ifEmpty(change: Change): WriteModeResult {
  return isEmpty(base(change)) || change.isPlaceholder ? { send: change.to } : { why: "already filled" };
}

function isEmpty(text: string | null): boolean {
  return (text ?? "").trim() === "";
}

function append(change: Change): WriteModeResult {
  const { to, from, ownWrites, definition } = change;
  const start = base(change);
  if (definition?.fieldType === "checkbox") return { send: [...new Set([...choices(start), ...choices(to)])].join(";") };
  const inPlace = ownWrites === null ? null : replaced(from ?? "", ownWrites, to);
  return { send: inPlace ?? (isEmpty(start) ? to : `${start}\n${to}`), added: to };
}

const choices = (text: string | null) => (text ?? "").split(";").filter((choice) => choice.trim() !== "");

/** Others may have written below our line: it is changed where it stands. */
function replaced(held: string, ownWrites: OwnWrite, to: string): string | null {
  const ours = ownWrites.added ?? ownWrites.to.slice(isEmpty(ownWrites.from) ? 0 : (ownWrites.from ?? "").length + 1);
  const at = `\n${held}\n`.indexOf(`\n${ours}\n`);
  return ours === "" || at === -1 ? null : held.slice(0, at) + to + held.slice(at + ours.length);
}

function unlessEdited(change: Change): WriteModeResult {
  const { edit, endedAt, to } = change;
  if (edit === null || isMine(change)) return { send: to };
  if (edit.byPerson) return { why: "a person changed it in HubSpot" };
  return Date.parse(edit.at) > Date.parse(endedAt) ? { why: "it was changed after the call" } : { send: to };
}

function larger(change: Change): WriteModeResult {
  const [held, next] = [measure(change.from, change), measure(change.to, change)];
  if (next === null) return { why: "neither a number nor a date" };
  return held === null || next > held ? { send: change.to } : { why: "not larger than what is there" };
}

function measure(text: string | null, { definition }: Change): number | null {
  if (isEmpty(text)) return null;
  const isDate = definition?.type === "date" || definition?.type === "datetime";
  const number = isDate ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : moment(text as string);
}

function forward(change: Change): WriteModeResult {
  const { object, property, definition, from, to } = change;
  if (isEmpty(from)) return { send: to };
  if (property === stageProperty(object) && (hasPipelines(object) || change.portalSchema.pipelines[object])) return forwardStage(change);
  if (definition?.type === "number" || definition?.type === "date" || definition?.type === "datetime") return larger(change);
  const order = definition?.options.length ? definition.options.map(({ value }) => value) : property === "lifecyclestage" ? LIFECYCLE : [];
  return later(order.indexOf(from as string), order.indexOf(to), to);
}

/** HubSpot's own order, for portals whose options could not be read. */
const LIFECYCLE = ["subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist", "other"];

function forwardStage({ object, from, to, portalSchema }: Change): WriteModeResult {
  const [held, next] = [stagePlace(portalSchema, object, from ?? ""), stagePlace(portalSchema, object, to)];
  if (from === to) return { why: SAME_VALUE };
  if (held === null || next === null) return later(-1, -1, to);
  if (held.closed) return { why: "closed already: never reopened" };
  if (held.pipeline.id !== next.pipeline.id) return { why: "a stage of another pipeline than the record's" };
  return next.closed ? { send: to } : later(held.index, next.index, to);
}

function later(held: number, next: number, to: string): WriteModeResult {
  if (held === next && held !== -1) return { why: SAME_VALUE };
  if (held === -1 || next === -1) return { why: "its order is not known, so neither is whether this is later" };
  return next > held ? { send: to } : { why: "at a later stage already" };
}
