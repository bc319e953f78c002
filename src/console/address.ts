import { FILTERS } from "../operator/call-filters.ts";

/** What stands in a page's address, so that it can be bookmarked, reloaded and gone back to. */
export type Address = Partial<Record<(typeof FILTERS)[number] | "show" | "before", string>>;

const KEPT = [...FILTERS, "show", "before"] as const;

/** The parts of an address that are ours and filled. */
export function readAddress(query: Record<string, string>): Address {
  return Object.fromEntries(KEPT.map((name) => [name, query[name]?.trim()]).filter(([, value]) => value));
}

/** Whether the calls are filtered by more than their status. */
export function isNarrowed(address: Address): boolean {
  return FILTERS.some((name) => name !== "status" && address[name] !== undefined);
}

/** A link to a page with these filters; blank ones are left away. */
export function addressOf(path: string, parts: Record<string, string | undefined>): string {
  const filled = Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined && part[1] !== "");
  return filled.length === 0 ? path : `${path}?${new URLSearchParams(filled)}`;
}

/** The page of a call, whatever its id holds. */
export function pathOfCall(id: string): string {
  return `/calls/${encodeURIComponent(id)}`;
}
