import * as z from "zod/mini";
import { TooDeep, sanitizeJson } from "./untrusted-json.ts";

/**
 * The kinds of fields in the sender's bodies, each with every way it has been seen written. An empty PHP list, "", null and a
 * missing field all mean "nothing".
 */

/** Longer ids would not fit where ids are shown, and no sender makes them. */
const LONGEST_ID = 128;
/** A year: beyond it a date is no longer a date. */
const LONGEST_CALL_SECONDS = 366 * 24 * 3600;

type Read<T> = { value: T } | { expected: string };

/** A field read by hand: `read` gives the value, or the words for what was expected. */
function field<T>(read: (input: unknown) => Read<T>) {
  return z.pipe(
    z.unknown(),
    z.transform((input, context): T => {
      const result = read(input);
      if ("value" in result) return result.value;
      const { expected } = result;
      context.issues.push({ code: "custom", input, message: message(expected, input), params: { expected } });
      return z.NEVER;
    }),
  );
}

export function isBlank(input: unknown): boolean {
  return (
    input === undefined || input === null || input === false || (typeof input === "string" && input.trim() === "") || isEmptyList(input)
  );
}

function isEmptyList(input: unknown): boolean {
  return Array.isArray(input) && input.length === 0;
}

export function isObject(input: unknown): input is Record<string, unknown> {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

/** As text, whether it came as a number or as text. */
export const callId = field((input): Read<string> => {
  const expected = "the call's id, a whole number or a text of at most 128 characters";
  if (typeof input === "number") return Number.isSafeInteger(input) ? { value: String(input) } : { expected };
  const id = typeof input === "string" ? input.trim() : "";
  // U+FFFD stands where a broken character was: two ids may differ in nothing else.
  const usable = id !== "" && id.length <= LONGEST_ID && !/[\p{Cc}\p{Cf}\p{Cs}\uFFFD]/u.test(id);
  return usable ? { value: id } : { expected };
});

export const text = field((input): Read<string | null> => {
  if (isBlank(input)) return { value: null };
  if (typeof input === "string") return { value: input.trim() };
  return typeof input === "number" ? { value: String(input) } : { expected: "a text" };
});

export const seconds = field((input): Read<number | null> => {
  if (isBlank(input)) return { value: null };
  const value = typeof input === "number" ? input : typeof input === "string" ? secondsOfText(input.trim()) : Number.NaN;
  return value >= 0 && value <= LONGEST_CALL_SECONDS ? { value } : { expected: "a number of seconds, 0 or more" };
});

/** No duration is written longer. */
const LONGEST_DURATION_TEXT = 32;

/** `125`, `125.4`, `125 s`, and clocks: `02:05`, `00:02:05`. */
function secondsOfText(said: string): number {
  if (said.length > LONGEST_DURATION_TEXT) return Number.NaN;
  const plain = /^(\d+(?:\.\d+)?)\s?(?:s|sec|secs|seconds?|segundos?)?$/i.exec(said)?.[1];
  if (plain !== undefined) return Number(plain);
  const isClock = /^(?:\d{1,3}:)?\d{1,3}:[0-5]\d(?:\.\d+)?$/.test(said);
  return isClock ? said.split(":").reduce((total, unit) => total * 60 + Number(unit), 0) : Number.NaN;
}

export type Variables = Record<string, unknown>;

/** Also as `[{"name": "budget", "value": 3}]`, and as an object that a relay turned into text. */
export const variables = field((input): Read<Variables> => {
  if (isBlank(input)) return { value: {} };
  const json = fromText(input);
  if (isBlank(json)) return { value: {} };
  const value = isObject(json) ? json : fromPairs(json);
  return value === null ? { expected: "an object with the variables by name" } : { value };
});

function fromPairs(input: unknown): Variables | null {
  if (!Array.isArray(input)) return null;
  const pairs = input.map((pair) =>
    isObject(pair) && "value" in pair ? [pair["name"] ?? pair["key"] ?? pair["identifier"], pair["value"]] : [],
  );
  return pairs.every(([name]) => typeof name === "string") ? Object.fromEntries(pairs) : null;
}

/** JSON that a relay turned into text, as JSON again; anything else as it is. */
export function fromText(input: unknown): unknown {
  if (typeof input !== "string" || !/^\s*(?:[[{]|null\s*$)/.test(input)) return input;
  try {
    return sanitizeJson(JSON.parse(input));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TooDeep) return input;
    throw error;
  }
}

/** A lead or a campaign: an object, or a number that is its id, or a text, which goes under `textKey`. */
export function part(textKey: "id" | "name") {
  return field((sent): Read<Record<string, unknown> | null> => {
    const input = fromText(sent);
    if (isBlank(input)) return { value: null };
    if (isObject(input)) return { value: input };
    if (typeof input === "number") return { value: { id: input } };
    if (typeof input === "string") return { value: { [textKey]: input.trim() } };
    return { expected: "an object" };
  });
}

/** What was said: a list of entries, text, or nothing. PHP sends a list with gaps as an object of numbered keys. */
export const transcript = field((sent): Read<unknown[] | string | null> => {
  const json = fromText(sent);
  const input = typeof sent === "string" && !Array.isArray(json) ? (json === null ? null : sent) : json;
  if (isBlank(input)) return { value: null };
  if (typeof input === "string" || Array.isArray(input)) return { value: input };
  if (isObject(input) && Object.keys(input).every((key) => /^\d+$/.test(key))) return { value: Object.values(input) };
  return { expected: "a list of turns or a text" };
});

function message(expected: string, input: unknown): string {
  return input === undefined ? `missing; expected ${expected}` : `expected ${expected}, found ${found(input)}`;
}

/** In words; of texts only short ones, for long ones are what people said. */
function found(input: unknown): string {
  if (Array.isArray(input)) return "a list";
  if (isObject(input)) return "an object";
  return typeof input === "string" && input.length > 24 ? `a text of ${input.length} characters` : JSON.stringify(input);
}
