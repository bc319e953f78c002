const TEXTS = ["status", "message", "category", "policyName", "subCategory", "code", "in", "correlationId"] as const;

/** Proxies and HubSpot's services each have their own idea of an error's shape: read once into one that nothing trips over. */
export function readErrorBody(value: unknown): ErrorBody {
  if (typeof value === "string") return { message: value };
  if (!isObject(value)) return {};
  const body: ErrorBody = {};
  for (const name of TEXTS) if (value[name] !== undefined && value[name] !== null) body[name] = textOf(value[name]);
  if (isObject(value["context"])) body.context = value["context"];
  const errors = errorLines(value);
  if (errors.length > 0) body.errors = errors;
  return body;
}

/** The `errors` of an answer, whatever its status: HubSpot lists what went wrong in part under 200, 201 and 207 alike. */
export function errorLines(answer: unknown): ErrorBody[] {
  const errors = isObject(answer) ? answer["errors"] : undefined;
  if (errors === undefined || errors === null) return [];
  if (Array.isArray(errors)) return errors.map(readErrorBody);
  if (!isObject(errors) || "message" in errors || "category" in errors) return [readErrorBody(errors)];
  return Object.values(errors).map(readErrorBody);
}

/** The `results` of an answer. */
export function resultsOf<T>(answer: unknown): T[] {
  const results = isObject(answer) ? answer["results"] : undefined;
  return Array.isArray(results) ? results.filter(isObject).map((result) => result as T) : [];
}

/** A success that says nothing at all of what was asked: HubSpot has been seen to do that. */
export function isSilent(answer: unknown): boolean {
  const counted = isObject(answer) && Number(answer["numErrors"] ?? 0) > 0;
  return !counted && resultsOf(answer).length === 0 && errorLines(answer).length === 0;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Every field is optional: proxies and HubSpot's own services leave out what they like. As `readErrorBody` reads it. */
export interface ErrorBody {
  status?: string;
  message?: string;
  category?: string;
  policyName?: string;
  subCategory?: string;
  context?: Record<string, unknown>;
  errors?: ErrorBody[];
  code?: string;
  in?: string;
  /** For HubSpot's support. */
  correlationId?: string;
}
