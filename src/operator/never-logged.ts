import type { Key } from "../hubspot/model/lookup.ts";
import { type NeverLogged, keepNeverLogged, neverLoggedNumbers } from "../ledger/asked/never-logged.ts";
import { readPhone } from "../normalize/phone.ts";

/** A row of the list, as an operator sees it. */
export interface NeverLoggedView {
  id: string;
  label: string;
  since: string;
}

/** The list is read for every batch, and is for a company's own phones. */
const MOST = 500;
const LONGEST_LABEL = 100;
const ID_CHARACTERS = 10;

export interface NeverLoggedPorts {
  sql: SqlStorage;
  hashOf(key: Key): string;
  /** Where numbers without a country code are from; null: not known. */
  country: string | null;
  now: number;
}

export function listNeverLogged(sql: SqlStorage): NeverLoggedView[] {
  return neverLoggedNumbers(sql).map(({ id, label, since }) => ({ id, label, since: new Date(since).toISOString() }));
}

/** Puts a number on the list; one that stands there gets the new label. */
export function neverLog(
  { sql, hashOf, country, now }: NeverLoggedPorts,
  phone: string,
  label: string,
): { id: string } | { refused: string } {
  const read = readPhone(phone, country);
  if ("none" in read) return { refused: "This is no phone number. Write it with its country code: +5511987654321." };
  const numbers = neverLoggedNumbers(sql);
  const hash = hashOfPhone(hashOf, read.e164);
  const others = numbers.filter((each) => each.hash !== hash);
  if (others.length >= MOST) return { refused: `The list holds ${MOST} numbers at most. Take one off it first.` };
  const since = numbers.find((each) => each.hash === hash)?.since ?? now;
  const entry: NeverLogged = { id: hash.slice(0, ID_CHARACTERS), hash, label: label.trim().slice(0, LONGEST_LABEL), since };
  keepNeverLogged(sql, [...others, entry]);
  return { id: entry.id };
}

/** Takes a number off the list. False: it does not stand there. */
export function logAgain(sql: SqlStorage, id: string): boolean {
  const numbers = neverLoggedNumbers(sql);
  const others = numbers.filter((each) => each.id !== id);
  keepNeverLogged(sql, others);
  return others.length < numbers.length;
}

const hashOfPhone = (hashOf: (key: Key) => string, e164: string): string => hashOf({ property: "phone", match: "phone", value: e164 });
