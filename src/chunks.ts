export function chunks<T>(items: T[], size: number): T[][] {
  const out: T[][] = [];
  for (let start = 0; start < items.length; start += size) out.push(items.slice(start, start + size));
  return out;
}

/** As many of the first as come to so much; at least one. */
export function firstWithin<T>(items: T[], most: number, sizeOf: (item: T) => number): T[] {
  let size = 0;
  const end = items.findIndex((item, index) => (size += sizeOf(item)) > most && index > 0);
  return end === -1 ? items : items.slice(0, end);
}
