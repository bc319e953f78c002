import type { Phone } from "./phone-number.ts";
import { readPhone } from "./phone.ts";

/** Between two numbers: `11 98765-4321 / 11 3333-4444`, `98765-4321 ou 3333-4444`. */
const BETWEEN = /[/|;,&\n]|\s(?:e|ou|and|or|y|o|und|oder)\s/iu;
/** A field with more is no phone field. */
const MOST_NUMBERS = 8;
const LONGEST_TEXT = 200;

/** Every number that a phone field holds: people write two of them into one. `country`: where numbers without a country code are from. */
export function phonesIn(text: string | null | undefined, country: string | null): Phone[] {
  const whole = (text ?? "").slice(0, LONGEST_TEXT);
  const parts = whole.split(BETWEEN).slice(0, MOST_NUMBERS);
  const read = [whole, ...(parts.length > 1 ? parts : [])].map((part) => readPhone(part, country));
  const phones = read.filter((each): each is Phone => "e164" in each);
  return [...new Map(phones.map((phone) => [phone.e164, phone])).values()];
}
