import type { Call } from "./call.ts";

const SUBSCRIBER_DIGITS = 8;

/**
 * Who was called, so that one customer's calls are written in their order: the number's end, which all its spellings share (that two
 * customers may share it too only means that they wait for one another), else the lead, else nobody else's.
 */
export function customerOf(call: Call): string {
  return customerOfPhone(call.customerPhone ?? "") ?? (call.leadId === null ? `call:${call.id}` : `lead:${call.leadId}`);
}

/** Null where too few digits are left to tell anybody apart. */
export function customerOfPhone(phone: string): string | null {
  const digits = phone.replace(/\D/g, "");
  return digits.length >= SUBSCRIBER_DIGITS ? `phone:${digits.slice(-SUBSCRIBER_DIGITS)}` : null;
}
