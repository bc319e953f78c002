import { customerOfPhone } from "../../call/customer.ts";
import { type CallFilters, type SearchKeys, searchCalls } from "../../ledger/views/search-calls.ts";
import type { SearchHashes } from "../view-calls.ts";

/** Beyond this an operator narrows the filters: nobody can look over more, and a row of the ledger holds their ids. */
export const MOST_CALLS = 10_000;
const PAGE = 1_000;

/** Every call that matches, newest first, not only the newest that a page would search; null: more than may be done at once. */
export async function selectCalls(sql: SqlStorage, where: CallFilters, hashes: SearchHashes): Promise<string[] | null> {
  const keys = keysOf(where, hashes);
  const calls: string[] = [];
  for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null;) {
    const found = searchCalls(sql, where, { limit: PAGE, before }, keys);
    calls.push(...found.calls);
    if (calls.length > MOST_CALLS) return null;
    before = found.next;
    // Deliveries come in between two pages.
    await scheduler.wait(0);
  }
  return [...new Set(calls)];
}

function keysOf(where: CallFilters, hashes: SearchHashes): SearchKeys {
  return {
    customer: where.phone === undefined ? null : hashes.customer(customerOfPhone(where.phone) ?? ""),
    email: where.email === undefined ? null : hashes.email(where.email),
  };
}
