type Properties = Readonly<Record<string, string>>;

/** The name people know a contact by. */
export function nameOf(properties: Properties): string {
  const name = [properties["firstname"], properties["lastname"]].filter(Boolean).join(" ");
  return name || properties["email"] || properties["phone"] || "Unnamed contact";
}

export function initialsOf(properties: Properties): string {
  const words = nameOf(properties)
    .split(/\s+/)
    .filter((word) => /\p{L}/u.test(word));
  if (words.length === 0) return "#";
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? "")
    .join("")
    .toUpperCase();
}

/** `23 Nov 2026, 20:10` where the portal is. */
export function dayAndTime(instant: string | undefined, timeZone: string): string {
  if (!instant) return "";
  const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone });
  return format.format(new Date(instant));
}

export function money(amount: string | undefined): string {
  if (!amount) return "";
  return new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 }).format(Number(amount));
}

/** `2 min 5 s` */
export function duration(milliseconds: string | undefined): string {
  if (!milliseconds) return "";
  const seconds = Math.round(Number(milliseconds) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
