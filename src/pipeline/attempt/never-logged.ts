import type { Call } from "../../call/call.ts";
import type { Key } from "../../hubspot/model/lookup.ts";
import { neverLoggedNumbers } from "../../ledger/asked/never-logged.ts";
import { readPhone } from "../../normalize/phone.ts";

/** Said of a call whose number an operator has put on the list. */
export const NEVER_LOGGED = "never_logged_number: an operator has said that calls with this number are never written.";

/** Whether a call is with a number that is never logged, in whatever spelling. */
export function isNeverLogged(sql: SqlStorage, hashOf: (key: Key) => string, call: Call, country: string | null): boolean {
  const numbers = neverLoggedNumbers(sql);
  if (numbers.length === 0) return false;
  const phone = readPhone(call.customerPhone, country);
  if ("none" in phone) return false;
  const hash = hashOf({ property: "phone", match: "phone", value: phone.e164 });
  return numbers.some((each) => each.hash === hash);
}
