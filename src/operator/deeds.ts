/** What an operator's request did, for the audit. */
export interface Deed {
  /** `replay`, `undo`, `pause`, … */
  did: string;
  /** To which call; null: to none alone. */
  call: string | null;
}

/**
 * What a request did, by its path and what was answered: `/calls/12345/undo` undoes a call. The API's previews are answered 200 and change
 * nothing; of the console's forms only those did something that are answered 303.
 */
export function deedOf(method: string, path: string, status: number): Deed | null {
  const [first, ...rest] = path.split("/").filter(Boolean).map(decoded);
  const isApi = first === "api";
  const [room = "", id, verb] = isApi ? rest : [first, ...rest];
  if (method === "GET" || method === "HEAD" || (isApi ? status >= 300 : status !== 303)) return null;
  if (isApi && (room === "plan" || (room === "actions" && status === 200))) return null;
  if (room === "calls") return verb === undefined || id === undefined ? null : { did: verb, call: id };
  return { did: verb ?? (method === "DELETE" ? "remove" : room), call: null };
}

/** An id may hold anything, a broken escape too. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
