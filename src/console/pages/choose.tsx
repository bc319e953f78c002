import type { FC } from "hono/jsx";
import type { ContactsToChoose } from "../../operator/contacts-to-choose.ts";
import { pathOfCall } from "../address.ts";
import { CandidateLink, CandidateList } from "../parts/candidates.tsx";
import type { Words } from "../words/english.ts";

/** To which contact a written call belongs after all: those that its number leads to, or any other by its id. Says what the choice does. */
export const Choose: FC<{ words: Words; id: string; contacts: ContactsToChoose }> = ({ words, id, contacts }) => {
  const { current, others, isComplete } = contacts;
  const action = `${pathOfCall(id)}/choose`;
  return (
    <>
      <h1>{words.choose.title(id)}</h1>
      <p>{words.choose.says}</p>
      <p>
        {words.choose.current} <CandidateLink candidate={current} />
      </p>
      {others.length > 0 && (
        <section class="choice">
          <h2>{words.choose.others}</h2>
          <CandidateList words={words} action={action} candidates={others} />
        </section>
      )}
      {!isComplete && <p class="muted">{words.choose.incomplete}</p>}
      <form method="post" action={action} class="filters">
        <p class="tools">
          <label>
            {words.choose.other} <input name="contact" required autocomplete="off" spellcheck={false} placeholder={words.choose.hint} />
          </label>
          <button class="main">{words.call.chooseButton}</button>
        </p>
      </form>
      <p class="buttons">
        <a href={pathOfCall(id)}>{words.ask.back}</a>
      </p>
    </>
  );
};
