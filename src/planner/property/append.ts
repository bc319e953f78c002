import { LONGEST_TEXT } from "../../hubspot/model/limits.ts";
import { type Change, isEmpty, valueBefore } from "./change.ts";

/** What `append` makes of a property. */
export interface Appended {
  value: string;
  /** How many of the oldest lines had to go, because the property is full. */
  linesLost: number;
}

/** One more line, or of a multiple choice one more option; in the place of the line that this call has added before. */
export function appended(change: Change): Appended {
  const { to, from, ownWrite, definition } = change;
  const before = valueBefore(change);
  if (definition?.fieldType === "checkbox") return { value: [...new Set([...choices(before), ...choices(to)])].join(";"), linesLost: 0 };
  const inPlace = ownWrite === null ? null : replaced(from ?? "", ownLine(ownWrite), ownWrite.from, to);
  return fitted(inPlace ?? (isEmpty(before) ? to : `${before}\n${to}`));
}

const choices = (text: string | null): string[] => (text ?? "").split(";").filter((choice) => choice.trim() !== "");

function ownLine({ added, from, to }: NonNullable<Change["ownWrite"]>): string {
  return added ?? to.slice(isEmpty(from) ? 0 : (from ?? "").length + 1);
}

/** Others may have written below our line: it is changed where it stands. Of equal lines, ours is the one after those that were there before. */
function replaced(held: string, ours: string, before: string | null, to: string): string | null {
  const places = ours === "" ? [] : placesOf(held, ours);
  const place = places[placesOf(before ?? "", ours).length] ?? places.at(-1);
  return place === undefined ? null : held.slice(0, place) + to + held.slice(place + ours.length);
}

/** Where a line (or several) stands in a text, each time. */
function placesOf(text: string, line: string): number[] {
  const places: number[] = [];
  const within = `\n${text}\n`;
  for (let at = within.indexOf(`\n${line}\n`); at !== -1; at = within.indexOf(`\n${line}\n`, at + 1)) places.push(at);
  return places;
}

/** The newest lines that HubSpot takes. */
function fitted(text: string): Appended {
  if (text.length <= LONGEST_TEXT) return { value: text, linesLost: 0 };
  const cut = text.indexOf("\n", text.length - LONGEST_TEXT - 1) + 1;
  return { value: text.slice(cut), linesLost: text.slice(0, cut).split("\n").length - 1 };
}
