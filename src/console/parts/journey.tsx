import type { FC, PropsWithChildren } from "hono/jsx";
import type { AuditEntry } from "../../ledger/views/audit.ts";
import type { CallView, ShownEntry } from "../../operator/view-calls.ts";
import { sayAgain } from "../../problem/problem.ts";
import type { Words } from "../words/english.ts";
import { Precisely, Sentence, Status, When } from "./marks.tsx";
import { HubSpotSaid } from "./problem.tsx";

interface JourneyProps {
  words: Words;
  call: CallView;
  /** Newest first. */
  deeds: AuditEntry[];
}

/** From the delivery over the attempts to what was written, in the order of time. */
export const Journey: FC<JourneyProps> = ({ words, call, deeds }) => {
  const lines = [
    { at: call.received_at, line: <Delivered words={words} call={call} /> },
    ...call.history.map((entry) => ({ at: entry.at, line: <Tried words={words} entry={entry} /> })),
    ...deeds.toReversed().map((deed) => ({ at: deed.at, line: <Deed words={words} deed={deed} /> })),
    ...(call.history.length === 0 ? unrecorded(words, call) : []),
  ];
  return (
    <section data-live={call.status === "pending" ? "call" : undefined}>
      <h2>{words.call.journey}</h2>
      <ol class="journey">
        {lines.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).map(({ line }) => line)}
        {call.edited && <li>{words.call.edited}</li>}
        {call.next_try_at !== null && (
          <Line words={words} at={call.next_try_at}>
            {words.call.nextTry}
          </Line>
        )}
      </ol>
    </section>
  );
};

const Line: FC<PropsWithChildren<{ words: Words; at: string }>> = ({ words, at, children }) => (
  <li>
    <Precisely words={words} at={at} /> {children}
  </li>
);

const Delivered: FC<{ words: Words; call: CallView }> = ({ words, call: { received_at, revision, edited } }) => (
  <Line words={words} at={received_at}>
    {revision > 1 && !edited ? words.call.revised(revision) : words.call.arrived}
  </Line>
);

const Deed: FC<{ words: Words; deed: AuditEntry }> = ({ words, deed: { at, did, who, action } }) => (
  <Line words={words} at={at}>
    {words.call.deeds[did as keyof Words["call"]["deeds"]] ?? did} <span class="muted">{who}</span>{" "}
    {action !== undefined && <a href={`/actions/${encodeURIComponent(action)}`}>{words.actions.action(action)}</a>}
  </Line>
);

/** An attempt: how it ended, what it wrote, what HubSpot answered, and when it goes on. */
const Tried: FC<{ words: Words; entry: ShownEntry }> = ({ words, entry: { at, outcome, wrote = {}, problem, details, next_try_at } }) => (
  <Line words={words} at={at}>
    {outcome === "delivered" ? words.call.outcomes.delivered : <b class={outcome}>{words.call.outcomes[outcome]}</b>}
    {Object.entries(wrote).map(([name, did]) => (
      <span>
        {" · "}
        {name} <span class="muted">{words.call.wrote[did]}</span>
      </span>
    ))}
    {problem && (
      <small>
        <Sentence text={sayAgain(problem, words.language).message} />
      </small>
    )}
    {next_try_at !== undefined && (
      <small>
        {words.call.nextTry} <When words={words} at={next_try_at} />
      </small>
    )}
    {(details ?? problem?.details) !== undefined && (
      <HubSpotSaid words={words} code={problem?.code} details={details ?? problem?.details} />
    )}
  </Line>
);

/** What is known of attempts whose lines were not kept, or are erased. */
function unrecorded(words: Words, { attempts, settled_at: at, status }: CallView) {
  if (at === null || status === "pending") return [];
  const line = (
    <Line words={words} at={at}>
      {attempts > 0 && `${words.call.attempts(attempts)} · `}
      {words.call.settled}: <Status words={words} status={status} />
    </Line>
  );
  return [{ at, line }];
}
