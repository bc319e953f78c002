import { stagePlace } from "../../hubspot/model/labels.ts";
import { hasPipelines, stageProperty } from "../../hubspot/model/objects.ts";
import { type Change, isEmpty } from "./change.ts";
import { whyNotLarger } from "./larger.ts";

/** HubSpot's own order, for portals whose options could not be read. */
const KNOWN_ORDERS: Record<string, string[]> = {
  lifecyclestage: ["subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist", "other"],
  hs_task_priority: ["NONE", "LOW", "MEDIUM", "HIGH"],
};

/** Why a stage or option is not written over what stands there by `forward`; null: it is later, or the same. */
export function whyNotLater(change: Change): string | null {
  const { object, property, definition, from, to } = change;
  if (isEmpty(from)) return null;
  if (property === stageProperty(object) && (hasPipelines(object) || change.portalSchema.pipelines[object]))
    return whyNotLaterStage(change);
  if (definition?.type === "number" || definition?.type === "date" || definition?.type === "datetime") return whyNotLarger(change);
  const order = definition?.options.length ? definition.options.map(({ value }) => value) : (KNOWN_ORDERS[property] ?? []);
  return compared(order.indexOf(from as string), order.indexOf(to));
}

function whyNotLaterStage({ object, from, to, portalSchema }: Change): string | null {
  const [held, next] = [stagePlace(portalSchema, object, from ?? ""), stagePlace(portalSchema, object, to)];
  if (from === to) return null;
  if (held === null || next === null) return compared(-1, -1);
  if (held.closed) return "closed already: never reopened";
  if (held.pipeline.id !== next.pipeline.id) return "a stage of another pipeline than the record's";
  return next.closed ? null : compared(held.index, next.index);
}

function compared(held: number, next: number): string | null {
  if (held === -1 || next === -1) return "its order is not known, so neither is whether this is later";
  return next >= held ? null : "at a later stage already";
}
