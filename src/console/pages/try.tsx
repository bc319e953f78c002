import type { FC } from "hono/jsx";
import type { Planned } from "../../operator/preview/plan-body.ts";
import { Plan } from "../parts/plan.tsx";
import type { Words } from "../words/english.ts";

/** A body, and what the deployed mappings make of it. Nothing is stored and nothing is sent. */
export const Try: FC<{ words: Words; body: string; planned: Planned | null; missing: boolean }> = ({ words, body, planned, missing }) => (
  <>
    <h1>{words.try.title}</h1>
    <p class="muted">{words.try.says}</p>
    <form class="find" method="get" action="/try">
      <label for="call">{words.try.stored}</label>
      <input id="call" name="call" placeholder={words.try.stored} autocomplete="off" required />
      <button>{words.try.take}</button>
    </form>
    {missing && (
      <p class="problem" role="alert">
        {words.try.missing}
      </p>
    )}
    {planned && <Plan words={words} planned={planned} />}
    <form method="post" action="/try">
      <p>
        <label for="body">{words.call.body}</label>
        <textarea id="body" name="body" required spellcheck={false}>
          {body}
        </textarea>
      </p>
      <button class="main">{words.try.button}</button>
    </form>
  </>
);
