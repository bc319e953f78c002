import type { FC } from "hono/jsx";
import type { CallTotals } from "../../ledger/counters.ts";
import type { Health } from "../../operator/health/health.ts";
import type { Customer } from "../../operator/reports/customers.ts";
import { type CallsPage, STATUSES } from "../../operator/view-calls.ts";
import { type Address, addressOf } from "../address.ts";
import { FilterForm } from "../parts/filter-form.tsx";
import { CallsTable } from "../parts/calls-table.tsx";
import { PortalNotice } from "../parts/portal-notice.tsx";
import { When, counted } from "../parts/marks.tsx";
import type { Words } from "../words/english.ts";

export interface CallsProps {
  words: Words;
  /** The filters in the page's address. */
  address: Address;
  page: CallsPage;
  mappings: string[];
  /** How many there are of each status; null: not known, where other filters narrow them down. */
  totals: CallTotals | null;
  /** Null: masked. */
  customers: Record<string, Customer> | null;
  /** Why nothing is written at the moment. */
  paused: Health["paused"];
  mayChange: boolean;
}

/** The calls, newest first, that match the filters in the address. */
export const Calls: FC<CallsProps> = ({ words, address, page, mappings, totals, paused, customers, mayChange }) => (
  <>
    <h1>{words.calls.title}</h1>
    <PortalNotice words={words} paused={paused} mayChange={mayChange} />
    <StatusTabs words={words} address={address} totals={totals} />
    {mayChange && <FilterForm words={words} address={address} mappings={mappings} />}
    <p class="tools">
      {mayChange && (
        <>
          <a href={addressOf("/calls", { ...address, show: customers === null ? "1" : undefined })}>
            {customers === null ? words.calls.show : words.calls.hide}
          </a>
          <a href={addressOf("/actions/new", { ...address, do: "replay" })}>{words.calls.replayAll}</a>
          <a href={addressOf("/actions/new", { ...address, do: "undo" })}>{words.calls.undoAll}</a>
        </>
      )}
    </p>
    {page.calls.length === 0 ? (
      <p class="empty">{Object.keys(address).length === 0 ? words.calls.noneYet : words.calls.none}</p>
    ) : (
      <CallsTable words={words} calls={page.calls} customers={customers} />
    )}
    <Range words={words} address={address} page={page} />
  </>
);

const StatusTabs: FC<Pick<CallsProps, "words" | "address" | "totals">> = ({ words, address, totals }) => (
  <nav class="tabs" aria-label={words.calls.status}>
    {[undefined, ...STATUSES].map((status) => (
      <a
        href={addressOf("/calls", { ...address, status, before: undefined })}
        aria-current={address.status === status ? "page" : undefined}
      >
        {status === undefined ? words.calls.all : words.status[status]}
        {totals !== null && <span class="count"> {counted(status === undefined ? sumOf(totals) : totals[status], words)}</span>}
      </a>
    ))}
  </nav>
);

const sumOf = (totals: CallTotals): number => Object.values(totals).reduce((sum, calls) => sum + calls, 0);

/** How far was looked, and where it goes on. */
const Range: FC<{ words: Words; address: Address; page: CallsPage }> = ({
  words,
  address,
  page: { calls, next, searched, searched_range: range },
}) => (
  <p class="range">
    <span class="muted">
      {words.calls.searched(counted(searched, words), next === null && !isPart(address))}
      {range && (
        <>
          {" "}
          (<When words={words} at={range.from} /> – <When words={words} at={range.to} />)
        </>
      )}
    </span>
    {address.before !== undefined && <a href={addressOf("/calls", { ...address, before: undefined })}>{words.calls.newest}</a>}
    {next !== null && (
      <a rel="next" href={addressOf("/calls", { ...address, before: next })}>
        {calls.length === 0 ? words.calls.lookFurther : words.calls.older}
      </a>
    )}
  </p>
);

/** Whether there are calls that were not to be looked at: newer ones than those, of other days or of another status. */
const isPart = ({ before, from, to, status }: Address): boolean => [before, from, to, status].some((part) => part !== undefined);
