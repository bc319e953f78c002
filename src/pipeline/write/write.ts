import type { Failure } from "../../hubspot/http/failure.ts";
import type { Intent } from "../../ledger/settle/receipt.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import type { RecoveredAttempt } from "../attempt/attempt.ts";

/** One planned record on its way into HubSpot. */
export interface Write {
  readonly attempt: RecoveredAttempt;
  /** All the writes of its call, this one too. */
  readonly siblings: readonly Write[];
  planned: PlannedRecord;
  /** `open`: not answered yet. `left`: not sent, because something it is associated with failed. */
  state: "open" | "done" | "failed" | "left";
  /** HubSpot's id, once there is one. */
  id: string | null;
  failure: Failure | null;
  /** How often HubSpot has refused a value of it that it can do without. */
  refusals: number;
  /** The write that does this one's work too, where both are the same record. */
  duplicateOf: Write | null;
  /** object/id of the records it was associated with by this attempt. */
  on: string[];
  /** By which label, where it has one; by object/id. */
  labels: Record<string, string>;
}

/** Its intent is durable: what it is to write may be sent. */
export interface BegunAttempt extends RecoveredAttempt {
  readonly writes: readonly Write[];
  /** Null where nothing has to be sent. */
  readonly intent: Intent | null;
}

/** All that it sent has been answered, or given up. */
export interface WrittenAttempt extends BegunAttempt {
  readonly writes: readonly Readonly<Write>[];
  /** ms */
  readonly answeredAt: number;
}

/** The records that this one is associated with when it is created. */
export function targets(write: Readonly<Write>): readonly Write[] {
  return write.planned.on.flatMap((name) => write.siblings.filter((other) => other !== write && other.planned.name === name));
}
