import { createHash, randomBytes } from "node:crypto";
import { BoundedMap } from "../bounded-map.ts";
import type { Key, Lookup } from "../hubspot/model/lookup.ts";
import { oneSpelling } from "../normalize/phone-spellings.ts";
import type { CustomerKeys } from "./intake/same-customer.ts";
import { readPortal, writePortal } from "./portal-values.ts";

/** What is longer is no number and no address. */
const LONGEST_KEPT = 200;

/** Who was called, as it came. */
export interface Who {
  /** A number's end, the lead, or the call. */
  customer: string;
  hasPhone: boolean;
  lead: string | null;
  /** What was known before the call, and what came up in it. */
  emails: { given: string[]; said: string[] };
}

/** The hashes under which the ledger knows people: no number and no address is kept. The salt is this object's own. */
export class KeyHasher {
  readonly #salt: string;
  /** A call's number is asked for half a dozen times on its way, and a hash costs more than to find it. Room for two keys of each call in flight. */
  readonly #hashes = new BoundedMap<string, string>(5_000);

  constructor(sql: SqlStorage) {
    this.#salt = readPortal<string>(sql, "salt") ?? newSalt(sql);
  }

  /** Of a key by which a record is found: both spellings of one number are one person. */
  readonly key = (key: Key): string => {
    const value = key.match === "phone" ? oneSpelling(key.value) : key.value;
    const name = `${key.match === "value" ? key.property : key.match}:${value}`;
    return name.length > LONGEST_KEPT ? this.#hash(name) : (this.#hashes.get(name) ?? this.#hashes.keep(name, this.#hash(name)));
  };

  #hash(name: string): string {
    return createHash("sha256").update(`${this.#salt}\n${name}`).digest("base64url").slice(0, 22);
  }

  /** Of who was called. */
  who({ customer, hasPhone, lead, emails }: Who): CustomerKeys {
    return {
      customer: this.customer(customer),
      hasPhone,
      lead: lead === null ? null : this.customer(`lead:${lead}`),
      email: this.emails(emails),
    };
  }

  /** Of the addresses of one call, as the ledger keeps them (same-customer.ts); null without any. */
  emails({ given, said }: { given: string[]; said: string[] }): string | null {
    const hashes = (emails: string[]) => emails.map((email) => this.email(email)).join(" ");
    return given.length + said.length === 0 ? null : `${hashes(given)}|${hashes(said)}`;
  }

  /** Of an address in small letters, as part of a call's row. */
  email(email: string): string {
    return this.customer(`email:${email}`);
  }

  /** FNV-1a: tells customers apart for their order, where nothing is gained by more; taking a delivery in must not wait for SHA-256. */
  customer(customer: string): string {
    let [low, high] = [0x811c9dc5, 0x1b873593];
    for (const character of `${this.#salt}\n${customer}`) {
      low = Math.imul(low ^ character.charCodeAt(0), 0x01000193);
      high = Math.imul(high ^ character.charCodeAt(0), 0x85ebca6b);
    }
    return `${(low >>> 0).toString(36)}${(high >>> 0).toString(36)}`;
  }
}

/** The name under which the ledger knows a record by one of its keys. Numbers and addresses are contacts'; all else is told apart by its object. */
export function keyName(hashOf: (key: Key) => string, object: string, key: Key): string {
  if (object === "contacts") return hashOf(key);
  const value = key.match === "phone" ? oneSpelling(key.value) : key.value.trim().toLowerCase();
  return hashOf({ match: "value", property: `${object}/${key.property}`, value });
}

export const namesOfKeys = ({ object, keys }: Pick<Lookup, "object" | "keys">, hashOf: (key: Key) => string): string[] =>
  (keys ?? []).map((key) => keyName(hashOf, object, key));

function newSalt(sql: SqlStorage): string {
  const salt = randomBytes(16).toString("base64url");
  writePortal(sql, "salt", salt);
  return salt;
}
