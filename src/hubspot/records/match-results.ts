import { bareText, isSameMoment } from "../model/same-text.ts";
import type { WriteInput } from "./write-input.ts";

/** What HubSpot says of a record that it has written. It may leave out all but the id. */
export interface WrittenRecord {
  id: string | number;
  objectWriteTraceId?: string;
  properties?: Record<string, string | null>;
  /** What HubSpot left out, and the like. */
  warnings?: unknown;
}

export type Match = [input: WriteInput, record: WrittenRecord];

/** Results come back in another order: those that name their input, by trace id or by the record's own. The rest is `unnamed`. */
export function matchByName(inputs: WriteInput[], results: WrittenRecord[]): { matched: Match[]; unnamed: WrittenRecord[] } {
  const byTrace = new Map(inputs.map((input) => [input.trace, input]));
  const byId = new Map(inputs.filter(({ id }) => id !== null).map((input) => [input.id, input]));
  const matched: Match[] = [];
  const unnamed: WrittenRecord[] = [];
  for (const result of results) {
    const input = byTrace.get(String(result.objectWriteTraceId)) ?? byId.get(String(result.id));
    if (input) matched.push([input, result]);
    else unnamed.push(result);
  }
  return { matched, unnamed };
}

/**
 * Results that name no input, by what they hold; only where one fits one and nothing else. `isAll`: all of the inputs were written, so that the
 * last of each fit whatever they hold.
 */
export function matchByValues(inputs: WriteInput[], results: WrittenRecord[], isAll: boolean): Match[] {
  const sent = inputs.map(({ properties }) => valuesOf(properties));
  const fits = results.map((result) => {
    const held = valuesOf(result.properties ?? {});
    return inputs.filter((_, index) => holds(held, sent[index] as Values));
  });
  const matched = results.flatMap((result, index): Match[] => {
    const [input, ...others] = fits[index] as WriteInput[];
    const isOnly = input !== undefined && others.length === 0 && fits.filter((fit) => fit.includes(input)).length === 1;
    return isOnly ? [[input, result]] : [];
  });
  const inputsLeft = inputs.filter((input) => matched.every(([other]) => other !== input));
  const resultsLeft = results.filter(({ id }) => matched.every(([, other]) => other.id !== id));
  const [input, result] = [inputsLeft[0], resultsLeft[0]];
  if (isAll && input && result && inputsLeft.length === 1 && resultsLeft.length === 1) matched.push([input, result]);
  return matched;
}

/** Each as it is and bare. */
type Values = Map<string, { text: string; bare: string }>;

function valuesOf(properties: Record<string, string | null>): Values {
  return new Map(
    Object.entries(properties).flatMap(([property, text]) =>
      typeof text === "string" ? [[property, { text, bare: bareText(text) }] as const] : [],
    ),
  );
}

function holds(held: Values, sent: Values): boolean {
  const shared = [...sent].filter(([property]) => held.has(property));
  return (
    shared.length > 0 &&
    shared.every(([property, { text, bare }]) => {
      const other = held.get(property);
      return other !== undefined && (other.bare === bare || isSameMoment(other.text, text));
    })
  );
}
