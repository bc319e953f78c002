import type { Call } from "../../call/call.ts";
import { readPhone } from "../../normalize/phone.ts";
import type { PipelineContext } from "./context.ts";

/** Said of a call whose number an operator has put on the list. */
export const NEVER_LOGGED = "never_logged_number: an operator has said that calls with this number are never written.";

/** Whether a call is with a number that is never logged, in whatever spelling. */
export function isNeverLogged(
  { neverLogged, hashOf }: Pick<PipelineContext, "neverLogged" | "hashOf">,
  call: Call,
  country: string | null,
): boolean {
  if (neverLogged.length === 0) return false;
  const phone = readPhone(call.customerPhone, country);
  if ("none" in phone) return false;
  const hash = hashOf({ property: "phone", match: "phone", value: phone.e164 });
  return neverLogged.some((each) => each.hash === hash);
}
