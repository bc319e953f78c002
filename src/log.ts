/** What of an exception may be logged: its kind and where in our code it happened. Its message may quote what a customer said. */
export function errorPlace(error: unknown): { name: string; stack: string[] } {
  if (!(error instanceof Error)) return { name: "unknown", stack: [] };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at [\w.<>#[\] ]*\(?[^()\s]*:\d+:\d+\)?$/.test(line));
  return { name: error.name, stack: frames.slice(0, 5) };
}
