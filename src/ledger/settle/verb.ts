/** What an operator asked to be done with what a call has written. Kept as JSON in `calls.verb` while the call is `undoing`. */
export type Verb =
  | { do: "undo" }
  /** The call belongs to another contact: `along` are the records that it only reached through the wrong one. */
  | { do: "move"; record: string; contact: string; along: string[] };

/** Null: nothing was asked, or what was cannot be read any more. */
export function readVerb(stored: string | null): Verb | null {
  try {
    return stored === null ? null : (JSON.parse(stored) as Verb);
  } catch {
    return null;
  }
}
