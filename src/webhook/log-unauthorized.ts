/** An attacker who tries tokens must not fill the log, nor an assistant whose address is wrong. */
const EVERY_MS = 60_000;

let since = 0;
let count = 0;

/** Counts a delivery without a good token. Returns how many came since it was last said, and says so; 0 when it was said less than a minute ago. */
export function logUnauthorized(now: number): number {
  count += 1;
  if (now - since < EVERY_MS) return 0;
  const said = count;
  console.warn(JSON.stringify({ event: "unauthorized", count: said }));
  since = now;
  count = 0;
  return said;
}
