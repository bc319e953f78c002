/** FNV-1a, 32 bits: short enough to keep of every line and every property, and tells nothing of the text. */
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
