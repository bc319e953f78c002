/** One line for all the calls of a batch that are held for one reason: ids of ours and a code, nothing of what was said. */
export function logHeld(held: { call: string; code: string | undefined }[]): void {
  for (const [code, calls] of Map.groupBy(held, ({ code: each }) => each ?? "unknown"))
    console.warn(JSON.stringify({ event: "held", code, count: calls.length, calls: calls.slice(0, MOST_NAMED).map(({ call }) => call) }));
}

/** A log line has its limits, and whoever looks up twenty has seen enough. */
const MOST_NAMED = 20;
