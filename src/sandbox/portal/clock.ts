/** Milliseconds since 1970, from whoever created the portal: tests move it, the server uses the machine's. */
export type Clock = () => number;

/** HubSpot writes instants as Java does: no fraction when it is zero. */
export function instant(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}
