import type { FC } from "hono/jsx";
import type { Planned } from "../../operator/preview/plan-body.ts";
import { pathOfCall } from "../address.ts";
import { Plan } from "../parts/plan.tsx";
import type { Words } from "../words/english.ts";

export interface CorrectProps {
  words: Words;
  id: string;
  /** As edited so far. */
  body: string;
  /** What it would write; null before anybody has looked. */
  planned: Planned | null;
  /** What is wrong with the edited body. */
  problem: string | null;
}

/** A call's body to edit, then what it would write, then the writing: the same form with another button. */
export const Correct: FC<CorrectProps> = ({ words, id, body, planned, problem }) => (
  <>
    <h1>{words.correct.title(id)}</h1>
    <p class="muted">{words.correct.says}</p>
    {problem !== null && (
      <p class="problem" role="alert">
        {problem}
      </p>
    )}
    {planned && <Plan words={words} planned={planned} />}
    <form method="post" action={`${pathOfCall(id)}/correct`}>
      <p>
        <label for="body">{words.call.body}</label>
        <textarea id="body" name="body" required spellcheck={false}>
          {body}
        </textarea>
      </p>
      <p class="buttons">
        <button class={planned === null ? "main" : undefined} name="do" value="plan">
          {words.correct.plan}
        </button>
        {planned && !("code" in planned) && (
          <button class="main" name="do" value="write">
            {words.correct.write}
          </button>
        )}
        <a href={pathOfCall(id)}>{words.ask.back}</a>
      </p>
    </form>
  </>
);
