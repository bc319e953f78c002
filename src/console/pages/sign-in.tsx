import type { FC } from "hono/jsx";
import type { Words } from "../words/english.ts";

/** Asks for a token. `problem` says why the last one did not do. */
export const SignIn: FC<{ words: Words; next: string; problem: string | null }> = ({ words: { signIn }, next, problem }) => (
  <form class="narrow" method="post" action="/sign-in">
    <h1>{signIn.title}</h1>
    {problem !== null && (
      <p class="problem" role="alert">
        {problem}
      </p>
    )}
    <label for="token">{signIn.token}</label>
    <input
      id="token"
      name="token"
      type="password"
      required
      autofocus
      autocomplete="current-password"
      aria-describedby="hint"
      spellcheck={false}
    />
    <p id="hint" class="muted">
      {signIn.hint}
    </p>
    <input type="hidden" name="next" value={next} />
    <button class="main">{signIn.button}</button>
  </form>
);

/** A page of its own, so that no other page needs a form: a viewer's have none. */
export const SignOut: FC<{ words: Words }> = ({ words }) => (
  <form class="narrow" method="post" action="/sign-out">
    <h1>{words.signIn.out}</h1>
    <button class="main">{words.nav.signOut}</button>
  </form>
);
