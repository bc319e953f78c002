import { type CallFilters, searchCalls } from "../../ledger/views/search-calls.ts";
import { type StoredCall, readStoredCalls } from "../../ledger/views/stored-call.ts";
import { type Problem, type Warning, sayWarning } from "../../problem/problem.ts";
import type { PortalWait } from "../health/portal-wait.ts";

/** Calls with one cause. Part of the public contract. */
export interface ProblemGroup {
  /** `warning`: of calls that are written. */
  kind: "problem" | "warning";
  code: string;
  calls: number;
  /** There may be more: not all calls were looked at. */
  at_least?: true;
  /** When the first of them came in. */
  since: string;
  /** Null: nobody, it goes on by itself. */
  who: Problem["who"] | null;
  message: string;
  fix: string;
  params?: Problem["params"];
  /** Where a warning's rule stands, and what it writes. */
  record?: string;
  property?: string;
  rule?: string;
}

/** Of each kind so many of the newest calls are looked at: reading their receipts takes 20 µs each. */
const MOST_LOOKED_AT = 2_000;
/** Problems that the first release stored have no code. */
const NO_CODE = "unknown";

/** Open problems and warnings by cause, the most frequent first. Names no customer: a warning's words are left out. */
export function problemGroups(sql: SqlStorage, wait: PortalWait | null): ProblemGroup[] {
  const open = [{ status: "held" }, { status: "rejected" }, { status: "pending" }] as const;
  const problems = open.flatMap((where) => newest(sql, where, (call) => problemOf(call, wait)));
  const warnings = newest(sql, { warning: true }, warningsOf);
  return [...grouped(problems), ...grouped(warnings)];
}

function newest(sql: SqlStorage, where: CallFilters, told: (call: StoredCall) => One[]): One[] {
  const bounds = { limit: MOST_LOOKED_AT, before: Number.MAX_SAFE_INTEGER };
  const { calls, next } = searchCalls(sql, where, bounds, { customer: null, email: null });
  return readStoredCalls(sql, calls)
    .flatMap(told)
    .map((one) => ({ ...one, isPart: next !== null }));
}

interface One {
  group: Omit<ProblemGroup, "calls" | "since">;
  call: string;
  receivedAt: number;
  /** There are more calls like it than were looked at. */
  isPart?: boolean;
}

/** A pending call without a problem of its own waits for what all wait for. */
function problemOf({ call, status, problem, receivedAt }: StoredCall, wait: PortalWait | null): One[] {
  const why = problem ?? (status === "held" || status === "rejected" ? null : (wait?.problem ?? null));
  if (why === null) return [];
  const { code = NO_CODE, who = null, message, fix, params } = why;
  return [{ group: { kind: "problem", code, who, message, fix, ...(params && { params }) }, call, receivedAt }];
}

function warningsOf({ call, warnings, receivedAt }: StoredCall): One[] {
  return warnings.map((warning) => ({ group: warningGroup(warning), call, receivedAt }));
}

function warningGroup(warning: Warning): One["group"] {
  const { text: _, ...params } = warning.params ?? {};
  const { who, message, fix } = sayWarning(warning, "en", true);
  const { code, record, property, rule } = warning;
  return { kind: "warning", code, who: who ?? null, message, fix, params, record, ...(property && { property }), ...(rule && { rule }) };
}

/** What makes two calls' problems the same: not where exactly a body broke, nor until when one waits. */
function causeOf({ kind, code, params = {}, message, record, property, rule }: One["group"]): string {
  const { found: _, until: __, call: ___, ...same } = params;
  return JSON.stringify([kind, code, code === NO_CODE ? message : same, record, property, rule]);
}

function grouped(ones: One[]): ProblemGroup[] {
  const groups = [...Map.groupBy(ones, ({ group }) => causeOf(group)).values()];
  return groups
    .map((same) => ({
      ...(same[0] as One).group,
      calls: new Set(same.map(({ call }) => call)).size,
      ...(same.some(({ isPart }) => isPart) && { at_least: true as const }),
      since: new Date(Math.min(...same.map(({ receivedAt }) => receivedAt))).toISOString(),
    }))
    .toSorted((a, b) => b.calls - a.calls);
}
