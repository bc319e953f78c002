import type { FC } from "hono/jsx";
import { missingSecrets } from "../../settings.ts";
import type { C } from "../access.ts";

/** What stands at `/` for whoever is not signed in: what this is and how to connect it, and nothing about anybody. */
export const Front: FC<{ c: C }> = ({ c }) => {
  const { front, signIn } = c.get("words");
  const missing = missingSecrets(c.env);
  return (
    <div class="narrow">
      <h1>{front.title}</h1>
      <p>{front.what}</p>
      {missing.length > 0 && (
        <p class="problem">
          {front.missing} <code>{missing.join(", ")}</code>. {front.set} <code>npx wrangler secret put NAME</code>
        </p>
      )}
      <h2>{front.connect}</h2>
      <p>
        {front.paste} <code>{new URL(c.req.url).origin}/webhooks/post-call?token=…</code> ({front.tokenOf} <code>WEBHOOK_TOKEN</code>)
      </p>
      <p class="buttons">
        <a class="main" href="/sign-in">
          {signIn.title}
        </a>
      </p>
    </div>
  );
};
