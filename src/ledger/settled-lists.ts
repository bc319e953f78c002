import type { Status } from "./settle/receipt.ts";

/** Of calls that stand in the index of lists: all but the pending ones. */
export const SETTLED = ["waiting", "undoing", "written", "skipped", "held", "rejected"] as const satisfies Status[];

/** In SQL, which rows of calls are in one list of that index, in order of arrival: those of a status, with warnings or without. */
export const inList = (status: (typeof SETTLED)[number], hasWarnings: 0 | 1): string =>
  `status = '${status}' AND status <> 'pending' AND (warned IS NOT NULL) = ${hasWarnings}`;

/** The same, of those with warnings and of those without. */
export const inLists = (status: (typeof SETTLED)[number]): string[] => [inList(status, 0), inList(status, 1)];
