import type { FC } from "hono/jsx";
import type { ActionPreview } from "../../operator/actions/preview-action.ts";
import type { ActionView } from "../../operator/actions/actions.ts";
import { addressOf, pathOfCall } from "../address.ts";
import { Sentence, counted } from "../parts/marks.tsx";
import { sayAgain } from "../../problem/problem.ts";
import { sayReason } from "../../problem/say-reason.ts";
import type { Words } from "../words/english.ts";

type Deed = ActionView["do"];

interface AskActionProps {
  words: Words;
  deed: Deed;
  /** The filters, by their names. */
  where: Record<string, string>;
  preview: ActionPreview;
}

/** Comes before an action: how many calls, what would change, and the question. */
export const AskAction: FC<AskActionProps> = ({ words, deed, where, preview }) => (
  <>
    <h1>{words.actions.title[deed]}</h1>
    <p>{words.actions.says[deed]}</p>
    <p>
      {words.actions.filters}{" "}
      {Object.entries(where).length === 0
        ? words.actions.all
        : Object.entries(where).map(([name, value]) => <code>{`${name}=${value} `}</code>)}
    </p>
    {preview.calls === 0 ? <p class="empty">{words.actions.none}</p> : <p>{words.actions.matching(counted(preview.calls, words))}</p>}
    {preview.calls > 0 && <Changes words={words} preview={preview} />}
    <form method="post" action="/actions">
      <input type="hidden" name="do" value={deed} />
      {Object.entries(where).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <p class="buttons">
        {preview.calls > 0 && (
          <button class={deed === "undo" ? "danger" : "main"}>{words.actions.start[deed](counted(preview.calls, words))}</button>
        )}
        <a href={addressOf("/calls", where)}>{words.ask.back}</a>
      </p>
    </form>
  </>
);

/** Of a preview: the whole record. */
const ARCHIVED = "(archived)";

const Changes: FC<{ words: Words; preview: ActionPreview }> = ({ words, preview: { calls: all, changes, changes_of, looked_up } }) => (
  <section>
    <h2>{words.actions.would}</h2>
    <p class="muted">
      {changes_of < all && words.actions.ofNewest(counted(changes_of, words))}{" "}
      {looked_up ? words.actions.lookedUp : words.actions.notLookedUp}
    </p>
    {changes.length === 0 ? (
      <p class="empty">{words.actions.nothing}</p>
    ) : (
      <table>
        <thead>
          <tr>
            <th scope="col">{words.actions.record}</th>
            <th scope="col">{words.call.property}</th>
            <th scope="col" class="number">
              {words.calls.title}
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ record, property, calls }) => (
            <tr>
              <th scope="row">{record}</th>
              <td>{property === ARCHIVED ? words.actions.archived : property}</td>
              <td class="number">{counted(calls, words)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
);

/** How far an action is, and what it could not do. */
export const Action: FC<{ words: Words; state: ActionView }> = ({
  words,
  state: { action, do: deed, by, calls, done, failed, failures },
}) => (
  <div data-live={done + failed < calls ? "action" : undefined}>
    <h1>
      {words.actions.action(action)} <span class="muted">{words.actions.title[deed]}</span>
    </h1>
    <p>
      <label for="progress">{words.actions.progress(counted(done, words), counted(calls, words))}</label>{" "}
      <progress id="progress" max={calls} value={done + failed} /> <span class="muted">{by}</span>
    </p>
    <p>
      <a href={addressOf("/calls", { action })}>{words.actions.ofAction}</a>
    </p>
    {failed > 0 && (
      <section>
        <h2>
          {words.actions.failed}: {counted(failed, words)}
        </h2>
        <ul>
          {failures.map(({ call, why, problem }) => (
            <li>
              <a href={pathOfCall(call)}>{call}</a> <Sentence text={whyFailed(why, problem, words)} />
            </li>
          ))}
        </ul>
      </section>
    )}
  </div>
);

/** A call that is held says its problem; else why it was not taken on. */
function whyFailed(why: string, problem: ActionView["failures"][number]["problem"], { language }: Words): string {
  return problem === undefined ? sayReason(why, language) : sayAgain({ ...problem, message: why, fix: "" }, language).message;
}
