import type { FC } from "hono/jsx";
import type { Candidate } from "../../operator/reports/candidates.ts";
import type { CallView } from "../../operator/view-calls.ts";
import { pathOfCall } from "../address.ts";
import { CandidateList } from "./candidates.tsx";
import type { Words } from "../words/english.ts";

/** What an operator can do with a call as it stands. What takes something away asks on a page of its own. */
export const CallButtons: FC<{ words: Words; call: CallView; candidates: Record<string, Candidate[]> }> = ({ words, call, candidates }) => {
  const path = pathOfCall(call.call);
  const isKept = call.body === "kept" && call.status !== "rejected";
  const isSettled = call.status !== "pending" && call.status !== "rejected";
  return (
    <>
      <div class="buttons">
        {isKept && (
          <form method="post" action={`${path}/replay`}>
            <button class="main" title={words.call.replayHint}>
              {words.call.replay}
            </button>
          </form>
        )}
        {isKept && <a href={`${path}/correct`}>{words.call.correct}</a>}
        {isSettled && !call.shadow && Object.values(call.records).some(({ id, undone }) => id !== null && !undone) && (
          <a href={`${path}/undo`}>{words.call.undo}</a>
        )}
        {isSettled && isKept && Object.values(call.records).some(({ object, id }) => object === "contacts" && id !== null) && (
          <a href={`${path}/choose`}>{words.call.chooseAgain}</a>
        )}
        {call.status === "pending" && <a href={`${path}/park`}>{words.call.park}</a>}
      </div>
      {Object.entries(candidates).map(([name, some]) => (
        <Choice words={words} path={path} name={name} candidates={some} />
      ))}
    </>
  );
};

const Choice: FC<{ words: Words; path: string; name: string; candidates: Candidate[] }> = ({ words, path, name, candidates }) => (
  <section class="choice">
    <h2>
      {words.call.choose} <span class="muted">{name}</span>
    </h2>
    <p>{words.call.chooseHint}</p>
    <CandidateList words={words} action={`${path}/choose`} candidates={candidates} />
  </section>
);
