import type { FC } from "hono/jsx";
import type { MappingsReport } from "../../operator/reports/mappings-report.ts";
import { addressOf } from "../address.ts";
import { Sentence, When, counted } from "../parts/marks.tsx";
import { sayReason } from "../../problem/say-reason.ts";
import type { Words } from "../words/english.ts";

/** The deployed mappings, and what arrives and none of them reads, with the line to copy. */
export const Mappings: FC<{ words: Words; report: MappingsReport }> = ({ words, report: { mappings, unread, searched } }) => (
  <>
    <h1>{words.mappings.title}</h1>
    {mappings.length === 0 ? (
      <p class="empty">{words.mappings.none}</p>
    ) : (
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{words.calls.mapping}</th>
            <th scope="col">{words.mappings.when}</th>
            <th scope="col" class="number">
              {words.mappings.taken}
            </th>
          </tr>
        </thead>
        <tbody>
          {mappings.map(({ name, file, when, calls, shadow }) => (
            <tr>
              <th scope="row">
                {name} <code>{file}</code> {shadow && <small class="muted">{words.mappings.shadow}</small>}
              </th>
              <td data-label={words.mappings.when}>
                <Sentence text={when === null ? words.mappings.everything : sayReason(when, words.language)} />
              </td>
              <td data-label={words.mappings.taken} class="number">
                <a href={addressOf("/calls", { mapping: name })}>{counted(calls, words)}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <h2>{words.mappings.unread}</h2>
    <p class="muted">{words.mappings.unreadSays(counted(searched, words))}</p>
    {unread.length === 0 && <p class="empty">{words.mappings.allRead}</p>}
    {unread.slice(0, MOST_SHOWN).map(({ name, path, calls, since, yaml, property }) => (
      <section class="card">
        <h3>
          {name} <code>{path}</code>
        </h3>
        <p>
          {words.mappings.arrived(counted(calls, words))} <When words={words} at={since} />
        </p>
        <Line words={words} says={words.mappings.copy} id={`yaml-${path}`} text={yaml} />
        <Line words={words} says={words.mappings.declare} id={`property-${path}`} text={property} />
      </section>
    ))}
    {unread.length > MOST_SHOWN && <p class="muted">{words.mappings.moreUnread(counted(unread.length - MOST_SHOWN, words))}</p>}
  </>
);

/** Those that came most often, which come first: an assistant may send a name of its own with every call. */
const MOST_SHOWN = 50;

const Line: FC<{ words: Words; says: string; id: string; text: string }> = ({ words, says, id, text }) => (
  <p>
    <small>
      <Sentence text={says} />
    </small>
    <code id={id}>{text}</code>{" "}
    <button type="button" data-copy={id} data-said={words.call.copied} hidden>
      {words.call.copy}
    </button>
  </p>
);
