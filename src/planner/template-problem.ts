import { TemplateStopped } from "../mapping/template/limits.ts";
import { type Problem, problemOf } from "../problem/problem.ts";

/** Runs what renders templates: one that breaks its limits becomes the problem of this call, and of no other. */
export function templateProblem<T>(at: string, render: () => T): T | { problem: Problem } {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof TemplateStopped)) throw error;
    return {
      problem: problemOf({ code: "template_stopped", at, reason: error.reason }),
    };
  }
}
