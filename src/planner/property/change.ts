import type { OwnWrite } from "../../hubspot/model/current-record.ts";
import type { PropertyDefinition, PortalSchema } from "../../hubspot/model/portal-schema.ts";
import { sameValue } from "../../hubspot/model/same-value.ts";
import type { WriteMode } from "../../mapping/compiled-mapping.ts";

/** One property of a found record, about to be changed, with all that has a say in it. */
export interface Change {
  object: string;
  property: string;
  /** As HubSpot takes it; "" clears. */
  to: string;
  /** What HubSpot holds. */
  from: string | null;
  write: WriteMode;
  /** Its rule reads its own property, as a counter's does. */
  readsItself: boolean;
  /** What this same call wrote to it before. */
  ownWrite: OwnWrite | null;
  /** This same call wrote to it, so long ago that the value is erased. */
  isOwnWriteErased: boolean;
  /** The id of the later call of the same customer that wrote it last. */
  laterCall: string | null;
  /** Who changed it last, and when; only known for `unless_edited`. */
  edit: { byPerson: boolean; at: string } | null;
  /** When this call ended (ISO). */
  endedAt: string;
  /** What HubSpot holds is of no worth: a contact's name that is only its number. */
  isPlaceholder: boolean;
  /** What a contact's `mobilephone` holds, where its `phone` is about to be filled. */
  beside: string | null;
  definition: PropertyDefinition | undefined;
  portalSchema: PortalSchema;
  country: string | null;
}

export function isSame(a: string | null | undefined, b: string | null | undefined, change: Change): boolean {
  return sameValue(a, b, change);
}

/** HubSpot holds what this same call wrote. */
export function isOwn({ from, ownWrite, ...rest }: Change): boolean {
  return ownWrite !== null && sameValue(from, ownWrite.to, rest);
}

/** Where this call wrote the value itself, the one before it counts. */
export function valueBefore(change: Change): string | null {
  return isOwn(change) ? (change.ownWrite?.from ?? null) : change.from;
}

export function isEmpty(text: string | null): boolean {
  return (text ?? "").trim() === "";
}
