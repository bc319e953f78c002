import type { FC } from "hono/jsx";
import { sanitizeHtml } from "../../html/sanitize.ts";
import type { StandingBody } from "../../operator/preview/standing-bodies.ts";
import type { Words } from "../words/english.ts";

/** The notes and tasks that stand in HubSpot, as it shows them: written anew from the tags that are harmless, whatever a call says. */
export const Bodies: FC<{ words: Words; bodies: StandingBody[] }> = ({ words, bodies }) => (
  <>
    {bodies.map(({ name, html, isAsWritten }) => (
      <section>
        <h2>
          {words.call.note}: {name}
        </h2>
        <p class={isAsWritten ? "muted" : "warned"}>{isAsWritten ? words.call.noteWritten : words.call.noteOfToday}</p>
        <article class="note" tabindex={0} aria-label={name} dangerouslySetInnerHTML={{ __html: sanitizeHtml(html) }} />
      </section>
    ))}
  </>
);
