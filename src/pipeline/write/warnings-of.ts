import type { Warning } from "../../problem/problem.ts";
import type { WrittenAttempt } from "./write.ts";

/** What of a call was left out or shortened, record by record. What is held is not written, and says so itself. */
export function warningsOf({ writes }: WrittenAttempt): Warning[] {
  return writes.flatMap(({ planned }) => (planned.action === "hold" ? [] : planned.warnings));
}
