import type { Change, Receipt } from "../../ledger/settle/receipt.ts";
import type { SeenCall } from "./connector.ts";

/** What was done for a call: a line for each record, and where to look at it. */
export function inWords(seen: SeenCall, portal: string): string[] {
  const records = Object.entries(seen.records).map(([name, receipt]) =>
    `${name.padEnd(9)} ${receipt.action.padEnd(10)} ${why(receipt)}`.trimEnd(),
  );
  const contact = Object.values(seen.records).find(({ object, id }) => object === "contacts" && id !== null);
  return [
    ...(seen.status === "written" ? [] : [[seen.status, seen.reason].filter(Boolean).join(": ")]),
    ...records,
    ...(seen.problem ? [`${seen.problem.message} ${seen.problem.fix}`] : []),
    ...(contact ? [`→ ${portal}/contacts/${contact.id}`] : []),
  ];
}

function why({ set, kept, why: reason, action, on, undone }: Receipt): string {
  if (undone)
    return [`undone: ${undone.done}`, ...Object.entries(undone.left ?? {}).map(([property, left]) => `${property} left: ${left}`)].join(
      " · ",
    );
  if (reason) return reason;
  if (action === "unchanged") return unchanged(kept ?? {});
  const changes = Object.entries(set ?? {}).map(change);
  if (changes.length > 0) return changes.join(" · ");
  return on && on.length > 0 ? `on ${on.join(" and ")}` : "";
}

function unchanged(kept: Record<string, string>): string {
  const filled = Object.keys(kept).filter((property) => kept[property] === "already filled");
  return filled.length === 0 ? "nothing new" : `already filled, so left alone: ${filled.join(", ")}`;
}

function change([property, { from, to }]: [string, Change]): string {
  return `${property}: ${from === null ? "" : `"${from}" → `}${to === null ? "empty" : `"${to}"`}`;
}
