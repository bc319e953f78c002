import type { PlannedRecord } from "./types.ts";

/** A planned record of which nothing is decided yet. */
export function emptyRecord({ name, object }: { name: string; object: string }, kind: PlannedRecord["kind"]): PlannedRecord {
  return {
    name,
    object,
    kind,
    action: kind === "activity" ? "create" : "unchanged",
    id: null,
    properties: {},
    decisions: [],
    on: [],
    why: null,
    problem: null,
    warnings: [],
    lacks: false,
  };
}
