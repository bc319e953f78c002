import type { FC } from "hono/jsx";
import type { Customer } from "../../operator/reports/customers.ts";
import type { CallView } from "../../operator/view-calls.ts";
import { sayAgain } from "../../problem/problem.ts";
import { pathOfCall } from "../address.ts";
import { sayReason } from "../../problem/say-reason.ts";
import type { Words } from "../words/english.ts";
import { Sentence, Status, When } from "./marks.tsx";
import { RecordName } from "./receipt.tsx";

/** A row a call. `customers`: who was called; null: masked. */
export const CallsTable: FC<{ words: Words; calls: CallView[]; customers: Record<string, Customer> | null }> = ({
  words,
  calls,
  customers,
}) => (
  <table class="calls" data-live="calls">
    <thead>
      <tr>
        <th scope="col">{words.calls.status}</th>
        <th scope="col">{words.calls.call}</th>
        <th scope="col">{words.calls.customer}</th>
        <th scope="col">{words.calls.written}</th>
        <th scope="col">{words.calls.received}</th>
      </tr>
    </thead>
    <tbody>
      {calls.map((call) => (
        <tr>
          <td>
            <Status words={words} status={call.status} />
          </td>
          <th scope="row">
            <a href={pathOfCall(call.call)}>{call.call}</a>
            <small>{[call.mapping, call.campaign].filter(Boolean).join(" · ")}</small>
          </th>
          <td>{customers === null ? "•••••" : <Name words={words} customer={customers[call.call]} />}</td>
          <td>
            <Written words={words} call={call} />
          </td>
          <td>
            <When words={words} at={call.received_at} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Name: FC<{ words: Words; customer: Customer | undefined }> = ({ words, customer }) => (
  <>
    {customer?.name}
    <small>{customer?.phone ?? words.calls.noCustomer}</small>
  </>
);

/** What was written, with links; and why not, or what was left out. */
const Written: FC<{ words: Words; call: CallView }> = ({ words, call: { records, problem, reason, warnings } }) => (
  <>
    <span class="records">
      {Object.entries(records)
        .filter(([, { action }]) => action !== "skipped")
        .map(([name, receipt]) => (
          <span>
            <RecordName words={words} name={name} receipt={receipt} />
          </span>
        ))}
    </span>
    {problem && (
      <small class="why">
        <Sentence text={sayAgain(problem, words.language).message} />
      </small>
    )}
    {problem === null && reason !== null && (
      <small>
        <Sentence text={sayReason(reason, words.language)} />
      </small>
    )}
    {warnings.length > 0 && <small class="warned">{words.calls.warnings(warnings.length)}</small>}
  </>
);
