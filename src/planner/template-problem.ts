import { TemplateStopped } from "../mapping/template/limits.ts";
import type { Problem } from "../problem.ts";

/** Runs what renders templates: one that breaks its limits becomes the problem of this call, and of no other. */
export function templateProblem<T>(at: string, render: () => T): T | { problem: Problem } {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof TemplateStopped)) throw error;
    return {
      problem: {
        who: "crm_admin",
        message: `A template of ${at} was stopped: ${error.message}.`,
        fix: "Simplify the template in the mapping, deploy it, and replay the call.",
      },
    };
  }
}
