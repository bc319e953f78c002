import type { Failure } from "../../hubspot/http/failure.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import type { CallAttempt } from "../attempt/attempt.ts";

/** One planned record on its way into HubSpot. */
export interface Write {
  work: CallAttempt;
  planned: PlannedRecord;
  /** `open`: not sent yet. `left`: not sent, because something it hangs on failed. */
  state: "open" | "done" | "failed" | "left";
  /** HubSpot's id, once there is one. */
  id: string | null;
  failure: Failure | null;
  /** The write that does this one's work too, where both are the same record. */
  twinOf: Write | null;
  /** object/id of the records it was associated with when it was created. */
  on: string[];
}

export function siblings(byWork: Map<CallAttempt, Write[]>, write: Write): Write[] {
  return byWork.get(write.work) ?? [];
}

/** The records that this one is associated with when it is created. */
export function targets(write: Write, all: Write[]): Write[] {
  return write.planned.on.flatMap((name) => all.filter((other) => other !== write && other.planned.name === name));
}
