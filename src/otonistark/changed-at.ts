import { readDate } from "./timestamps.ts";

/** Whether a body tells of an earlier state of the call: the sender moves `finished_at` whenever it changes its record. */
export function isOlder(body: Uint8Array, stored: Uint8Array): boolean {
  const [one, other] = [finishedAt(body), finishedAt(stored)];
  return one !== null && other !== null && one < other;
}

function finishedAt(body: Uint8Array): number | null {
  return readDate((JSON.parse(new TextDecoder().decode(body)) as { finished_at?: unknown }).finished_at);
}
