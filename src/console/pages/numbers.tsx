import type { FC } from "hono/jsx";
import { When } from "../parts/marks.tsx";
import { sayReason } from "../../problem/say-reason.ts";
import type { Words } from "../words/english.ts";

/** A number whose calls are never logged: its hash is kept, and what its operator knows it by. */
export interface NeverLogged {
  id: string;
  label: string;
  since: string;
}

export const Numbers: FC<{ words: Words; numbers: NeverLogged[]; problem: string | null }> = ({ words, numbers, problem }) => (
  <>
    <h1>{words.numbers.title}</h1>
    <p>{words.numbers.says}</p>
    {problem !== null && (
      <p class="problem" role="alert">
        {sayReason(problem, words.language)}
      </p>
    )}
    <form class="filters" method="post" action="/numbers">
      <p class="tools">
        <label>
          {words.numbers.phone} <input name="phone" type="tel" required autocomplete="off" />
        </label>
        <label>
          {words.numbers.label} <input name="label" required maxlength={80} autocomplete="off" />
        </label>
        <button class="main">{words.numbers.add}</button>
      </p>
    </form>
    {numbers.length === 0 ? (
      <p class="empty">{words.numbers.none}</p>
    ) : (
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{words.numbers.label}</th>
            <th scope="col">{words.numbers.added}</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {numbers.map(({ id, label, since }) => (
            <tr>
              <th scope="row">{label}</th>
              <td data-label={words.numbers.added}>
                <When words={words} at={since} />
              </td>
              <td>
                <a href={`/numbers/${encodeURIComponent(id)}/remove`}>{words.numbers.remove}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </>
);
