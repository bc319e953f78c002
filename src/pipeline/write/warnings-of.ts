import { type Warning, warningOf } from "../../problem/problem.ts";
import type { WrittenAttempt } from "./write.ts";

/** What of a call was left out or shortened: fields of the delivery, then record by record. What is held is not written, and says so itself. */
export function warningsOf({ call, writes }: WrittenAttempt): Warning[] {
  const ofFields = call.warnings.map(({ field, expected }) => warningOf({ code: "field_left_out", field, expected }, { record: "call" }));
  return [...ofFields, ...writes.flatMap(({ planned }) => (planned.action === "hold" ? [] : planned.warnings))];
}
