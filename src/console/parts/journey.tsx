import type { FC } from "hono/jsx";
import type { AuditEntry } from "../../ledger/views/audit.ts";
import type { CallView } from "../../operator/view-calls.ts";
import type { Words } from "../words/english.ts";
import { Status, When } from "./marks.tsx";

/** From the delivery over the attempts to what was written, with times. */
export const Journey: FC<{ words: Words; call: CallView; deeds: AuditEntry[] }> = ({ words, call, deeds }) => (
  <section>
    <h2>{words.call.journey}</h2>
    <ol class="journey">
      <li>
        <When words={words} at={call.received_at} /> {call.revision > 1 ? words.call.revised(call.revision) : words.call.arrived}
      </li>
      {deeds.toReversed().map(({ at, did, who }) => (
        <li>
          <When words={words} at={at} /> {words.call.deeds[did as keyof Words["call"]["deeds"]] ?? did} <span class="muted">{who}</span>
        </li>
      ))}
      {call.edited && <li>{words.call.edited}</li>}
      {call.attempts > 0 && <li>{words.call.attempts(call.attempts)}</li>}
      {call.settled_at !== null && call.status !== "pending" && (
        <li>
          <When words={words} at={call.settled_at} /> {words.call.settled}: <Status words={words} status={call.status} />
        </li>
      )}
      {call.next_try_at !== null && (
        <li>
          <When words={words} at={call.next_try_at} /> {words.call.nextTry}
        </li>
      )}
    </ol>
  </section>
);
