import type { Cause, ProblemCause, WarningCause } from "./causes.ts";
import { type Explained, explain, explainStored } from "./explain.ts";
import type { Language, Who } from "./words.ts";

/** Why something is not done, said so that the right person can mend it. Part of the public contract; kept as JSON in the ledger. */
export interface Problem {
  /** A stable public word, see docs/problems.md. Only problems that the first release stored have none. */
  code?: string;
  /** Who has to act. Not there: nobody, it goes on by itself. */
  who?: Who;
  /** What is wrong. Names properties and records, never a customer's data. */
  message: string;
  /** What to do. */
  fix: string;
  /** What the sentences speak of, so that they can be said again in another language: property names, objects, words of the mapping's author. */
  params?: Params;
  /** What HubSpot's support asks for. Never a submitted value. */
  details?: Details;
}

/** Something of a *written* call that was left out or shortened. Part of the public contract. */
export interface Warning {
  /** The record's name in the mapping; of the call itself: `call`. */
  record: string;
  property?: string;
  code: string;
  message: string;
  /** `otonistark.yaml:41` */
  rule?: string;
  /** As a problem's, but `text` is what came with the call: personal data, erased with the body and not for viewers. */
  params?: Params;
}

/** What HubSpot's answer said of itself. */
export interface Details {
  status?: number;
  category?: string;
  correlationId?: string;
}

type Params = Record<string, string | number | boolean | string[]>;

/** A cause as it is stored and shown: with its English sentences. */
export function problemOf(cause: ProblemCause, details?: Details): Problem {
  const { who, message, fix } = explain(cause);
  return { code: cause.code, ...(who && { who }), message, fix, ...paramsOf(cause), ...(details && { details }) };
}

/** `rule`: the place in the mapping file, `otonistark.yaml:41`. */
export function warningOf(cause: WarningCause, where: { record: string; property?: string; rule?: string }): Warning {
  return { ...where, code: cause.code, message: explain(cause).message, ...paramsOf(cause) };
}

function paramsOf({ code: _, ...params }: Cause): { params?: Params } {
  return Object.keys(params).length > 0 ? { params } : {};
}

/** The sentences of a stored problem in another language; as they were stored where this release does not know the code. */
export function sayAgain(problem: Problem, language: Language): Pick<Problem, "message" | "fix"> {
  const { message, fix } = saidIn(problem, language) ?? problem;
  return { message, fix };
}

/** A problem of which its code, what stands beside it and HubSpot's answer were kept; null where this release does not know the code. */
export function problemAgain({ code, params, details }: Pick<Problem, "code" | "params" | "details">): Problem | null {
  const said = saidIn({ ...(code !== undefined && { code }), params }, "en");
  if (code === undefined || said === null) return null;
  const { who, message, fix } = said;
  return { code, ...(who && { who }), message, fix, ...(params && { params }), ...(details && { details }) };
}

/** Who has to act on a warning, what it says and what to do about it. `hidden`: without the words that came with the call. */
export function sayWarning({ code, params, message }: Warning, language: Language, hidden = false): Explained {
  const { text: _, ...rest } = params ?? {};
  return saidIn({ code, params: hidden ? rest : params }, language) ?? { who: null, message: hidden ? code : message, fix: "" };
}

function saidIn({ code, params }: { code?: string; params?: Params | undefined }, language: Language) {
  return code === undefined ? null : explainStored({ code, ...params } as Cause, language);
}
