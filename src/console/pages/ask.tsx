import type { FC } from "hono/jsx";
import { sayReason } from "../../problem/say-reason.ts";
import { Sentence } from "../parts/marks.tsx";
import type { Words } from "../words/english.ts";

export interface AskProps {
  words: Words;
  title: string;
  /** What it will do. */
  says: string;
  button: string;
  /** Where the answer goes, and where one goes back to. */
  action: string;
  back: string;
  /** What the form carries besides the address. */
  fields?: Record<string, string>;
}

/** Comes before whatever takes something away: says what it will do, and asks. */
export const Ask: FC<AskProps> = ({ words, title, says, button, action, back, fields = {} }) => (
  <form class="narrow" method="post" action={action}>
    <h1>{title}</h1>
    <p>{says}</p>
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <p class="buttons">
      <button class="danger">{button}</button>
      <a href={back}>{words.ask.back}</a>
    </p>
  </form>
);

/** What was asked for was not done. */
export const Refused: FC<{ words: Words; why: string; back: string }> = ({ words, why, back }) => (
  <div class="narrow">
    <h1>{words.ask.refused}</h1>
    <p class="problem" role="alert">
      <Sentence text={sayReason(why, words.language)} />
    </p>
    <p>
      <a href={back}>{words.ask.back}</a>
    </p>
  </div>
);

export const Missing: FC<{ words: Words }> = ({ words }) => (
  <div class="narrow">
    <h1>{words.missing.title}</h1>
    <p>{words.missing.text}</p>
    <p>
      <a href="/calls">{words.nav.calls}</a>
    </p>
  </div>
);
