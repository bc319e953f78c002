/** FNV-1a, 32 bits. */
export function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  return hash >>> 0;
}

/** Of a property's value: the same for what HubSpot makes of it (lower-cased e-mails, times without fractions). */
export function valueFingerprint(value: string | null): number {
  const text = (value ?? "").trim();
  return fingerprint(/^\d{4}-\d\d-\d\dT/.test(text) ? String(Date.parse(text)) : text.toLowerCase());
}

/** Too few bits to confirm a guess: of a country's numbers hundreds share them. */
const KEPT_BITS = 20;

/** What is kept of a property's value for good: enough to tell our own writes from others' edits, and nothing of the value. */
export const keptFingerprint = (value: string | null): number => valueFingerprint(value) >>> (32 - KEPT_BITS);
