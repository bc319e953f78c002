import type { FC } from "hono/jsx";
import type { Customer } from "../../operator/reports/customers.ts";
import { type CallsPage, STATUSES } from "../../operator/view-calls.ts";
import { type Address, addressOf } from "../address.ts";
import { FilterForm } from "../parts/filter-form.tsx";
import { CallsTable } from "../parts/calls-table.tsx";
import { counted } from "../parts/marks.tsx";
import type { Words } from "../words/english.ts";

export interface CallsProps {
  words: Words;
  /** The filters in the page's address. */
  address: Address;
  page: CallsPage;
  mappings: string[];
  /** Null: masked. */
  customers: Record<string, Customer> | null;
  mayChange: boolean;
}

/** The calls, newest first, that match the filters in the address. */
export const Calls: FC<CallsProps> = ({ words, address, page, mappings, customers, mayChange }) => (
  <>
    <h1>{words.calls.title}</h1>
    <StatusTabs words={words} address={address} />
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

const StatusTabs: FC<{ words: Words; address: Address }> = ({ words, address }) => (
  <nav class="tabs" aria-label={words.calls.status}>
    {[undefined, ...STATUSES].map((status) => (
      <a
        href={addressOf("/calls", { ...address, status, before: undefined })}
        aria-current={address.status === status ? "page" : undefined}
      >
        {status === undefined ? words.calls.all : words.status[status]}
      </a>
    ))}
  </nav>
);

/** How far was looked, and where it goes on. */
const Range: FC<{ words: Words; address: Address; page: CallsPage }> = ({ words, address, page: { calls, next, searched } }) => (
  <p class="range">
    <span class="muted">
      {next === null && address.before === undefined
        ? words.calls.searchedAll(counted(searched, words))
        : words.calls.searched(counted(searched, words))}
    </span>
    {address.before !== undefined && <a href={addressOf("/calls", { ...address, before: undefined })}>{words.calls.newest}</a>}
    {next !== null && (
      <a rel="next" href={addressOf("/calls", { ...address, before: next })}>
        {calls.length === 0 ? words.calls.lookFurther : words.calls.older}
      </a>
    )}
  </p>
);
