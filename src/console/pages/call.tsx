import type { FC } from "hono/jsx";
import type { AuditEntry } from "../../ledger/views/audit.ts";
import type { CallView } from "../../operator/view-calls.ts";
import type { Candidate } from "../../operator/reports/candidates.ts";
import type { StandingBody } from "../../operator/preview/standing-bodies.ts";
import { Heading } from "../frame.tsx";
import { indented } from "../json-text.ts";
import { CallButtons } from "../parts/call-buttons.tsx";
import { CallsTable } from "../parts/calls-table.tsx";
import { Journey } from "../parts/journey.tsx";
import { Sentence, Status } from "../parts/marks.tsx";
import { AcceptPortal } from "../parts/portal-notice.tsx";
import { ProblemBox, Warnings } from "../parts/problem.tsx";
import { Bodies } from "../parts/bodies.tsx";
import { Receipt, RecordName } from "../parts/receipt.tsx";
import { sayReason } from "../../problem/say-reason.ts";
import type { Words } from "../words/english.ts";

export interface CallProps {
  words: Words;
  call: CallView;
  /** The stored body as text; null: erased, or not for this reader. */
  delivery: string | null;
  /** Its notes and tasks that stand in HubSpot. */
  bodies: StandingBody[];
  /** What operators did with it, newest first. */
  deeds: AuditEntry[];
  /** The records to choose from, by the record's name in the mapping. */
  candidates: Record<string, Candidate[]>;
  /** Other calls of the same customer, newest first. */
  others: CallView[];
  mayChange: boolean;
}

/** One call: what stands in HubSpot now, how that came to be, and what can be done about it. */
export const Call: FC<CallProps> = ({ words, call, delivery, bodies, deeds, candidates, others, mayChange }) => (
  <>
    <Heading text={words.call.title(call.call)}>
      <Status words={words} status={call.status} />
      <span class="muted">
        {[call.mapping, call.campaign, call.revision > 1 ? words.call.revision(call.revision) : null].filter(Boolean).join(" · ")}
      </span>
    </Heading>
    <Summary words={words} call={call} />
    {call.problem && <ProblemBox words={words} problem={call.problem} />}
    {mayChange && call.problem?.code === "another_portal" && <AcceptPortal words={words} problem={call.problem} />}
    {call.warnings.length > 0 && <Warnings words={words} warnings={call.warnings} hidden={!mayChange} />}
    {mayChange && <CallButtons words={words} call={call} candidates={candidates} />}
    <Journey words={words} call={call} deeds={deeds} />
    {Object.keys(call.records).length > 0 && (
      <section>
        <h2>{call.shadow ? words.call.wouldBe : words.call.receipt}</h2>
        {Object.entries(call.records).map(([name, receipt]) => (
          <Receipt words={words} name={name} receipt={receipt} />
        ))}
      </section>
    )}
    <Bodies words={words} bodies={bodies} />
    <Delivery words={words} call={call} delivery={delivery} mayChange={mayChange} />
    <section>
      <h2>{words.call.others}</h2>
      {others.length === 0 ? <p class="muted">{words.call.noOthers}</p> : <CallsTable words={words} calls={others} customers={null} />}
    </section>
  </>
);

/** First of all: what of this call is in HubSpot, or why nothing is. */
const Summary: FC<{ words: Words; call: CallView }> = ({ words, call: { records, reason, shadow } }) => {
  const standing = Object.entries(shadow ? {} : records).filter(
    ([, { action, undone, id }]) => id !== null && action !== "skipped" && !undone,
  );
  return (
    <section class="summary" aria-label={words.call.summary}>
      <h2>{words.call.summary}</h2>
      {standing.length === 0 ? (
        <p>{words.call.nothing}</p>
      ) : (
        <ul class="records">
          {standing.map(([name, receipt]) => (
            <li>
              <RecordName words={words} name={name} receipt={receipt} /> <code>{receipt.id}</code>
            </li>
          ))}
        </ul>
      )}
      {reason !== null && (
        <p class="muted">
          <Sentence text={sayReason(reason, words.language)} />
        </p>
      )}
    </section>
  );
};

const Delivery: FC<Pick<CallProps, "words" | "call" | "delivery" | "mayChange">> = ({ words, call, delivery, mayChange }) => (
  <section>
    <h2>{words.call.body}</h2>
    {delivery === null ? (
      <p class="muted">{words.call[call.body === "erased" ? "bodyErased" : mayChange ? "bodyUnreadable" : "bodyHidden"]}</p>
    ) : (
      <Json words={words} text={indented(delivery)} />
    )}
  </section>
);

/** Characters: some hours of talk. With more a browser on a phone has trouble. */
const MOST_SHOWN = 200_000;

const Json: FC<{ words: Words; text: string }> = ({ words, text }) => (
  <details class="body">
    <summary>JSON</summary>
    {text.length > MOST_SHOWN ? (
      <p class="muted">{words.call.bodyIsLong}</p>
    ) : (
      <button type="button" data-copy="body" data-said={words.call.copied} hidden>
        {words.call.copy}
      </button>
    )}
    <pre id="body" tabindex={0}>
      {text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN).toWellFormed()}…` : text}
    </pre>
  </details>
);
