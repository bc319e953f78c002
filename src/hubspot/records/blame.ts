import type { ErrorBody } from "../http/error-body.ts";
import { EXISTING_ID } from "../http/error-codes.ts";

/** Every record's id that an error speaks of. The id of a record that exists already is not to blame. */
export function idsIn(error: ErrorBody): Set<string> {
  const found = new Set<string>();
  for (const { context = {}, message = "" } of [error, ...(error.errors ?? [])]) {
    for (const [key, value] of Object.entries(context))
      if (/ids?$/i.test(key) && !/existing/i.test(key)) for (const id of [value].flat()) found.add(String(id));
    for (const [id] of message.replaceAll(EXISTING_ID, "").matchAll(/\b\d+\b/g)) found.add(id);
  }
  return found;
}

/** The inputs that an error names: by trace id, wherever it stands, else by record id. */
export function blamedInputs<T extends { trace: string; id: string | null }>(inputs: T[], error: ErrorBody): T[] {
  const text = JSON.stringify(error);
  const byTrace = inputs.filter(({ trace }) => text.includes(trace));
  if (byTrace.length > 0) return byTrace;
  const ids = idsIn(error);
  return inputs.filter(({ id }) => id !== null && ids.has(id));
}

/** What to try apart from each other after a refusal of all: those that it names and the rest, else two halves. */
export function apart<T>(items: T[], named: T[]): T[][] {
  const rest = items.filter((item) => !named.includes(item));
  if (named.length > 0 && rest.length > 0) return [named, rest];
  const half = Math.ceil(items.length / 2);
  return [items.slice(0, half), items.slice(half)];
}
