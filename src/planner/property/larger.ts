import { moment } from "../../hubspot/model/same-value.ts";
import { type Change, isEmpty } from "./change.ts";

/** Why a number or date is not written over what stands there by `larger`; null: it is larger. */
export function whyNotLarger(change: Change): string | null {
  const [held, next] = [measure(change.from, change), measure(change.to, change)];
  if (next === null) return "neither a number nor a date";
  return held === null || next > held ? null : "not larger than what is there";
}

function measure(text: string | null, { definition }: Change): number | null {
  if (isEmpty(text)) return null;
  const isDate = definition?.type === "date" || definition?.type === "datetime";
  const number = isDate ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : moment(text as string);
}
