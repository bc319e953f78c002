/**
 * Countries that changed how their mobiles are written: both spellings are still in people's address books.
 * Each is a pair of patterns over E.164, so that every rule reads in both directions.
 */

interface Respelling {
  /** As it is written today, or may be. */
  today: RegExp;
  toOther: string;
  other: RegExp;
  toToday: string;
}

const RESPELLINGS: Respelling[] = [
  // Brazil put a 9 before every mobile number between 2012 and 2016: 8 digits that begin with 6–9 were mobiles before.
  { today: /^\+55([1-9]{2})9([6-9]\d{7})$/, toOther: "+55$1$2", other: /^\+55([1-9]{2})([6-9]\d{7})$/, toToday: "+55$19$2" },
  // Mexico dropped the 1 after +52 in 2019.
  { today: /^\+52([2-9]\d{9})$/, toOther: "+521$1", other: /^\+521([2-9]\d{9})$/, toToday: "+52$1" },
  // Argentina's mobiles carry a 9 when called from abroad; fixed lines and mobiles never share a number block.
  { today: /^\+549([1-8]\d{9})$/, toOther: "+54$1", other: /^\+54([1-8]\d{9})$/, toToday: "+549$1" },
];

/** The other ways to write the same E.164 number; never the number itself. */
export function otherSpellings(e164: string): string[] {
  for (const { today, toOther, other, toToday } of RESPELLINGS) {
    if (today.test(e164)) return [e164.replace(today, toOther)];
    if (other.test(e164)) return [e164.replace(other, toToday)];
  }
  return [];
}

/** One spelling for all of a subscriber's: who is known by one of them is known by the others. */
export function oneSpelling(e164: string): string {
  return [e164, ...otherSpellings(e164)].toSorted()[0] as string;
}

/** What people once dialled within the country: still typed in CRMs, and no numbering plan reads it any more. */
export function oldDialling(e164: string): string[] {
  const national = /^\+52([2-9]\d{9})$/.exec(e164)?.[1];
  return national === undefined ? [] : [`521${national}`, `044${national}`, `045${national}`, `01${national}`];
}

/** A mobile as it was written before the ninth digit: numbering plans call it invalid, CRMs are full of them. */
export function isOldBrazilianMobile(e164: string): boolean {
  return /^\+55[1-9]{2}[6-9]\d{7}$/.test(e164);
}

/** Mexico's prefixes that no numbering plan reads any more: 01, 044, 045 at home, 1 after +52. */
export function asDialledToday(dial: string, country: string | null): string {
  const today = dial.replace(/^\+521(?=[2-9]\d{9}$)/, "+52");
  return country === "MX" ? today.replace(/^(?:521?|01|04[45]|1)(?=[2-9]\d{9}$)/, "") : today;
}
