import { readDomain } from "../../normalize/text.ts";
import { readPhone, samePhone } from "../../normalize/phone.ts";
import type { Key, Lookup } from "../model/lookup.ts";
import { type FoundRecord, addresses } from "../records/read-records.ts";
import { TYPED, numbersOf } from "./phone-matches.ts";
import { isEqual } from "./search-keys.ts";

/** Whether a record holds what it is looked for by, as people mean it: a number in any of its phone properties, an address among all it has. */
export function holdsKey(
  record: FoundRecord,
  key: Key,
  { object, country, phoneProperties }: Pick<Lookup, "object" | "country" | "phoneProperties">,
): boolean {
  if (key.match === "email") return addresses(record).includes(key.value);
  if (key.match === "value") return isSameKeyValue(record.properties[key.property], key);
  const wanted = readPhone(key.value, country);
  const properties = object === "contacts" ? [...TYPED, ...phoneProperties] : [key.property];
  return "e164" in wanted && numbersOf(record, properties, country).some((number) => samePhone(number, wanted));
}

/** HubSpot stores a domain bare and a number without its leading zeros, however they were sent. */
function isSameKeyValue(held: string | null | undefined, key: Key): boolean {
  if (isEqual(held, key)) return true;
  if (!held?.trim() || !key.value.trim()) return false;
  if (key.property === "domain" || key.property === "website")
    return readDomain(held) !== null && readDomain(held) === readDomain(key.value);
  return Number(held) === Number(key.value);
}
