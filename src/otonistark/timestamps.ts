/** Any year before means a clock that was never set, or a number that is no date. */
const EARLIEST = Date.UTC(2015, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** ISO 8601 with its own zone; without one (`2025-08-04 14:30:00`, the platform's API) UTC; seconds or milliseconds since 1970. Else null. */
export function readDate(input: unknown): number | null {
  const time =
    typeof input === "number" ? (input < 1e11 ? input * 1000 : input) : typeof input === "string" ? parseText(input.trim()) : Number.NaN;
  return time >= EARLIEST && time < LATEST ? time : null;
}

function parseText(text: string): number {
  if (/^\d{10}(\.\d+)?$|^\d{13}$/.test(text)) return Number(text) * (text.length === 13 ? 1 : 1000);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return Number.NaN;
  const iso = text.replace(" ", "T");
  return Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(iso) || iso.length === 10 ? iso : `${iso}Z`);
}
