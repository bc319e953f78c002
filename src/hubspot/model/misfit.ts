import type { Expected, WarningCause } from "../../problem/causes.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";
import { LONGEST_TEXT } from "./limits.ts";

/** A value, or a part of one, that a property does not take. Whose mistake it is, the planner knows. */
export interface Misfit {
  object: string;
  property: string;
  /** What the property takes. `shorter`: it takes texts, but none so long. `stage_here`: a stage, but of the record's own pipeline. */
  expected: Expected | "shorter" | "stage_here";
  /** What does not fit, as it came. */
  text: string;
  /** The rest of it fits, and is written. */
  isPart: boolean;
}

/** What a portal may have been given since its schema was read. */
const PORTALS_OWN = new Set<Misfit["expected"]>(["option", "owner", "pipeline", "stage"]);

export function mayExistByNow({ expected }: Misfit): boolean {
  return PORTALS_OWN.has(expected);
}

/** A sentence or two are not quoted. */
const MOST_QUOTED = 40;

/** Of what came with the call: the rest of the record is written. */
export function misfitWarning({ expected, text, isPart }: Misfit): WarningCause {
  const quote = text.replace(/[“”\s]+/g, " ").trim();
  const quoted = quote.length > MOST_QUOTED || quote === "" ? {} : { text: quote };
  if (expected === "shorter") return { code: "value_shortened", limit: LONGEST_TEXT };
  if (expected === "option" && isPart) return { code: "unknown_choices", ...quoted };
  const wanted = expected === "stage_here" ? "stage" : expected;
  return { code: "value_does_not_fit", expected: wanted, ...(isPart && { isPart }), ...quoted };
}

/** Of what the mapping's author wrote: the record waits until the mapping or the portal is mended. */
export function misfitProblem({ expected, text: label, object, property }: Misfit): Problem {
  switch (expected) {
    case "option":
      return problemOf({ code: "no_such_option", object, property, label });
    case "owner":
      return problemOf({ code: "no_such_owner", label });
    case "pipeline":
      return problemOf({ code: "no_such_pipeline", object, label });
    case "stage":
      return problemOf({ code: "no_such_stage", object, label });
    case "stage_here":
      return problemOf({ code: "stage_of_another_pipeline", object, label });
    default:
      return problemOf({
        code: "mapping_value_does_not_fit",
        object,
        property,
        label,
        expected: expected === "shorter" ? "text" : expected,
      });
  }
}
