import type { FC } from "hono/jsx";
import { bodyProperty } from "../../hubspot/model/objects.ts";
import type { ShownReceipt } from "../../operator/view-calls.ts";
import { sayAgain } from "../../problem/problem.ts";
import { sayReason } from "../../problem/say-reason.ts";
import type { Words } from "../words/english.ts";
import { Sentence } from "./marks.tsx";

type Change = NonNullable<ShownReceipt["set"]>[string];

/** One record of a call: what was written by which rule, before → after, and where nothing was, why. */
export const Receipt: FC<{ words: Words; name: string; receipt: ShownReceipt }> = ({ words, name, receipt }) => (
  <section class="receipt">
    <h3>
      <RecordName words={words} name={name} receipt={receipt} /> <span class="muted">{sayReason(receipt.why ?? "", words.language)}</span>
    </h3>
    {receipt.problem && (
      <p class="why">
        <Sentence text={sayAgain(receipt.problem, words.language).message} />
      </p>
    )}
    <Changes words={words} receipt={receipt} />
    {receipt.erased && (
      <p class="muted">
        {words.call.erased} {receipt.erased.join(", ")}
      </p>
    )}
    {receipt.tried && receipt.tried.length > 0 && (
      <details>
        <summary>{words.call.looked}</summary>
        <ol>
          {receipt.tried.map((step) => (
            <li>{sayReason(step, words.language)}</li>
          ))}
        </ol>
      </details>
    )}
    {receipt.undone && <Undone words={words} title={words.call.undone} undone={receipt.undone} />}
    {receipt.moved_from?.map((behind) => (
      <Undone words={words} title={`${words.call.movedFrom} ${behind.record}`} undone={behind} />
    ))}
  </section>
);

/** `contact created`, with a link to where it stands. */
export const RecordName: FC<{ words: Words; name: string; receipt: ShownReceipt }> = ({ words, name, receipt }) => (
  <>
    {receipt.url === undefined ? (
      name
    ) : (
      <a href={receipt.url} rel="noreferrer" title={words.call.open}>
        {name}
      </a>
    )}{" "}
    <span class={`did ${receipt.undone ? "undone" : receipt.action}`}>
      {receipt.undone ? words.call.undone : words.action[receipt.action]}
    </span>
  </>
);

const Changes: FC<{ words: Words; receipt: ShownReceipt }> = ({ words, receipt: { object, set = {}, kept = {} } }) => {
  const changes = Object.entries(set).filter(([property]) => property !== bodyProperty(object));
  // After a replay that found its own value there, `kept` says "same value" of what `set` tells of already.
  const left = Object.entries(kept).filter(([property]) => !Object.hasOwn(set, property));
  if (changes.length + left.length === 0) return null;
  return (
    <table class="changes stack">
      <thead>
        <tr>
          <th scope="col">{words.call.property}</th>
          <th scope="col">{words.call.before}</th>
          <th scope="col">{words.call.after}</th>
          <th scope="col">{words.call.rule}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(([property, change]) => (
          <ChangeRow words={words} property={property} change={change} />
        ))}
        {left.map(([property, why]) => (
          <tr class="kept">
            <th scope="row">{property}</th>
            <td colspan={3}>
              {words.call.notWritten} {sayReason(why, words.language)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const ChangeRow: FC<{ words: Words; property: string; change: Change }> = ({ words, property, change: { from, to, rule } }) => (
  <tr>
    <th scope="row">{property}</th>
    <td data-label={words.call.before}>{from === null || from === "" ? <i>{words.call.empty}</i> : from}</td>
    <td data-label={words.call.after}>{to === null || to === "" ? <i>{words.call.empty}</i> : to}</td>
    <td data-label={words.call.rule}>
      <code>{rule}</code>
    </td>
  </tr>
);

/** What was taken back of a record, and what was left there. */
const Undone: FC<{ words: Words; title: string; undone: NonNullable<ShownReceipt["undone"]> }> = ({
  words,
  title,
  undone: { done, left = {} },
}) => (
  <p class="muted">
    {title}: {sayReason(done, words.language)}
    {Object.entries(left).map(([property, why]) => (
      <>
        <br />
        {words.call.left} {property}, {sayReason(why, words.language)}
      </>
    ))}
  </p>
);
