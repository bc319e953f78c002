/** One entry of an error body's `errors`. */
interface ProblemDetail {
  message: string;
  code?: string;
  context?: Record<string, string[]>;
}

interface ProblemExtra {
  context?: Record<string, string[]>;
  errors?: ProblemDetail[];
  subCategory?: string;
  errorType?: string;
  policyName?: string;
  groupName?: string;
}

/** A refusal in HubSpot's words. Thrown by whatever meets it, turned into an answer (or one line of a 207) at the edge. */
export class Problem extends Error {
  readonly status: number;
  readonly category: string;
  readonly extra: ProblemExtra;

  constructor(status: number, category: string, message: string, extra: ProblemExtra = {}) {
    super(message);
    this.status = status;
    this.category = category;
    this.extra = extra;
  }

  toJson(): Record<string, unknown> {
    return { status: "error", message: this.message, correlationId: correlationId(), ...this.extra, category: this.category };
  }
}

export function badRequest(message: string, extra?: ProblemExtra): Problem {
  return new Problem(400, "VALIDATION_ERROR", message, extra);
}

export function notFound(message = "resource not found", extra?: ProblemExtra): Problem {
  return new Problem(404, "OBJECT_NOT_FOUND", message, extra);
}

/** What is wrong with one property's value. */
export interface ValueProblem {
  name: string;
  error: string;
  message: string;
}

export function invalidValues(problems: readonly ValueProblem[]): Problem {
  const validation = problems.map((problem) => ({ isValid: false, ...problem, localizedErrorMessage: problem.message }));
  return badRequest(`Property values were not valid: ${JSON.stringify(validation)}`, {
    errors: problems.map((problem) => ({
      message: problem.message,
      code: problem.error,
      context: { propertyName: [problem.name] },
    })),
  });
}

let correlations = 0;

function correlationId(): string {
  correlations += 1;
  return `00000000-0000-4000-8000-${String(correlations).padStart(12, "0")}`;
}
