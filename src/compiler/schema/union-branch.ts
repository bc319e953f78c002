import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/**
 * Where several shapes are allowed, the one that was meant: the only one whose kind (text, list, group) fits what was found.
 * Null when none is: then the choices are said.
 */
export function unionBranch(issue: z.core.$ZodIssueInvalidUnion): Issue[] | null {
  const fitting = issue.errors.filter((branch) => !branch.some(isOtherKind));
  if (fitting.length < 2) return fitting[0] ?? null;
  const meant = fitting.filter((branch) => !branch.some(({ path }) => path[0] === "object"));
  const candidates = meant.length > 0 ? meant : fitting.map((branch) => branch.filter(({ path }) => path[0] === "object"));
  return candidates.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

function isOtherKind(issue: Issue): boolean {
  if (issue.code === "invalid_union" && issue.path.length === 0) return issue.errors.every((branch) => branch.some(isOtherKind));
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value" || issue.code === "invalid_format");
}

const KINDS: Record<string, string> = {
  string: "a text",
  number: "a number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "lines of `name: value`",
};

/** The allowed kinds in words: "a text, a number or a list". */
export function choices(issue: z.core.$ZodIssueInvalidUnion): string {
  const all = [...new Set(issue.errors.flat().flatMap(inWords))];
  return all.length < 2 ? (all[0] ?? "something else") : `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`;
}

function inWords(issue: Issue): string[] {
  if (issue.path.length > 0) return [];
  if (issue.code === "invalid_type") return KINDS[issue.expected] ? [KINDS[issue.expected]!] : [];
  if (issue.code === "invalid_value") return issue.values.map((value) => `\`${String(value)}\``);
  if (issue.code === "invalid_format") return ["a custom object such as `p12345_visits`"];
  return issue.code === "invalid_union" ? issue.errors.flat().flatMap(inWords) : [];
}
