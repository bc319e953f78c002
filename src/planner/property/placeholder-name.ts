import type { Phone } from "../../normalize/phone-number.ts";
import { formatPhone } from "../../normalize/phone-search-forms.ts";
import { readPhone, samePhone } from "../../normalize/phone.ts";

/** HubSpot wants a name or an e-mail of every contact: one known only by its number is called by it until a name comes. */
export function placeholderName(phone: Phone): string {
  return formatPhone(phone);
}

/** Whether a contact's first name is only its number: it counts as empty, and gives way to the first real name. */
export function isPlaceholderName(
  firstname: string | null | undefined,
  phones: (string | null | undefined)[],
  country: string | null,
): boolean {
  if (!firstname || !/^\+?[\d\s().-]{7,}$/.test(firstname.trim())) return false;
  const name = readPhone(firstname, country);
  if ("none" in name) return false;
  return phones.some((text) => {
    const phone = readPhone(text, country);
    return !("none" in phone) && samePhone(name, phone);
  });
}
