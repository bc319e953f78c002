import type { Context } from "hono";

/** What was sent is no JSON object. */
export const BAD = Symbol("bad");

/** More than any word of an operator's needs. */
const LARGEST_CHARACTERS = 2_000_000;

/** The JSON object that came with a request; null where nothing came. */
export async function readJson(c: Context): Promise<Record<string, unknown> | null | typeof BAD> {
  const text = await c.req.text();
  if (text.trim() === "") return null;
  if (text.length > LARGEST_CHARACTERS) return BAD;
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : BAD;
  } catch {
    return BAD;
  }
}
