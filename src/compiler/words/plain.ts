/** A word without what people vary: capital letters, accents, spaces and hyphens for underscores. */
export function plain(word: string): string {
  return word
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
}

/** From `right: "other names for it"` to the right words of each other name, in the table's order. */
export function byOtherName(table: Record<string, string>): Map<string, string[]> {
  const meant = new Map<string, string[]>();
  for (const [right, names] of Object.entries(table))
    for (const name of names.split(" ")) meant.set(name, [...(meant.get(name) ?? []), right]);
  return meant;
}
