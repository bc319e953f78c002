import { storedDelivery } from "../../ledger/bodies/bodies.ts";
import { parsePostCall } from "../../otonistark/parse.ts";

/** Who was called, as far as the stored call says. */
export interface Customer {
  name: string | null;
  /** As it came. */
  phone: string | null;
}

/** Of larger bodies the name is not looked for: a page of them must not fill the memory. */
const LARGEST_CHARACTERS = 100_000;

/** Who was called, of calls whose bodies are still there. */
export function customersOf(sql: SqlStorage, calls: string[], now: number): Record<string, Customer> {
  const known = calls.flatMap((call) => {
    const body = storedDelivery(sql, call);
    const customer = body === null || body.length > LARGEST_CHARACTERS ? null : customerIn(body, now);
    return customer === null ? [] : [[call, customer] as const];
  });
  return Object.fromEntries(known);
}

/** Null where the body is no call. */
function customerIn(body: string, now: number): Customer | null {
  try {
    const read = parsePostCall(JSON.parse(body), new Date(now).toISOString());
    if (read.kind !== "call") return null;
    const { input_variables: own, lead } = read.call.names as { input_variables?: unknown; lead?: { variables?: unknown } | null };
    return { name: shortened(nameIn(own) ?? nameIn(lead?.variables)), phone: shortened(read.call.customerPhone) };
  } catch {
    return null;
  }
}

/** More than any name, and little enough for a page of fifty. */
const LONGEST = 120;

const shortened = (text: string | null): string | null =>
  text === null || text.length <= LONGEST ? text : `${text.slice(0, LONGEST).toWellFormed()}…`;

/** Assistants call it what they like; these are what people call it. */
const NAMES = ["customer_name", "full_name", "name", "nome", "nome_completo", "cliente"];

function nameIn(variables: unknown): string | null {
  const texts = new Map(
    Object.entries((variables ?? {}) as object).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const parts = [texts.get("first_name"), texts.get("last_name")].filter(Boolean).join(" ");
  return NAMES.map((name) => texts.get(name)?.trim()).find(Boolean) ?? (parts || null);
}
