/** Who was called, as salted hashes; null or empty where the sender did not say. */
export interface CustomerKeys {
  /** By the number's end, or, without a number, by the lead or the call. */
  customer: string;
  hasPhone: boolean;
  lead: string | null;
  /** Addresses known before the call, '|', those that came up in it; spaces between. */
  email: string | null;
}

/**
 * Whether two deliveries of one id tell of one customer. Ids are not always the sender's own: a test button makes them up, a relay counts anew.
 * Any one thing that agrees is enough (a number is corrected for the same lead, a web call has none), and where nothing can be compared
 * nothing speaks against it. What came up in the call (an address spelled out, evaluated again) can only agree.
 */
export function isSameCustomer(a: CustomerKeys, b: CustomerKeys): boolean {
  const compared = [
    !a.hasPhone || !b.hasPhone ? null : a.customer === b.customer,
    a.lead === null || b.lead === null ? null : a.lead === b.lead,
    emailsAgree(a.email, b.email),
  ].filter((agrees) => agrees !== null);
  return compared.length === 0 || compared.includes(true);
}

function emailsAgree(a: string | null, b: string | null): boolean | null {
  const [one, other] = [addresses(a), addresses(b)];
  if (one.all.some((address) => other.all.includes(address))) return true;
  return one.given.length > 0 && other.given.length > 0 ? false : null;
}

function addresses(stored: string | null): { given: string[]; all: string[] } {
  const [given = [], said = []] = (stored ?? "").split("|").map((part) => part.split(" ").filter((address) => address !== ""));
  return { given, all: [...given, ...said] };
}
