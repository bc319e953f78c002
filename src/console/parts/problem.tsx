import type { FC } from "hono/jsx";
import { type Details, type Problem, type Warning, sayAgain, sayWarning } from "../../problem/problem.ts";
import type { Words } from "../words/english.ts";
import { Sentence } from "./marks.tsx";

/** What is wrong, who acts and what to do; what HubSpot itself said of it only on demand. */
export const ProblemBox: FC<{ words: Words; problem: Problem }> = ({ words, problem }) => {
  const { message, fix } = sayAgain(problem, words.language);
  return (
    <section class="problem" aria-label={words.call.problem}>
      <h2>
        <Sentence text={message} />
      </h2>
      <dl>
        <dt>{words.call.acts}</dt>
        <dd>{actor(words, problem.who)}</dd>
        <dt>{words.call.fix}</dt>
        <dd>
          <Sentence text={fix} />
        </dd>
      </dl>
      {(problem.code !== undefined || problem.details !== undefined) && (
        <HubSpotSaid words={words} code={problem.code} details={problem.details} />
      )}
    </section>
  );
};

/** The public code, and what HubSpot's support asks for: only on demand. */
export const HubSpotSaid: FC<{ words: Words; code: string | undefined; details: Details | undefined }> = ({
  words,
  code,
  details: { status, category, correlationId } = {},
}) => (
  <details>
    <summary>{words.call.details}</summary>
    <dl>
      {code !== undefined && <Term name={words.call.code} value={code} />}
      {status !== undefined && <Term name="HTTP" value={String(status)} />}
      {category !== undefined && <Term name="category" value={category} />}
      {correlationId !== undefined && <Term name="correlationId" value={correlationId} />}
    </dl>
  </details>
);

const Term: FC<{ name: string; value: string }> = ({ name, value }) => (
  <>
    <dt>{name}</dt>
    <dd>
      <code>{value}</code>
    </dd>
  </>
);

/** As its mapping calls it; what the delivery as a whole is told of is the call's. */
export const recordName = (record: string | undefined, words: Words): string | undefined => (record === "call" ? words.calls.call : record);

/** In words; nobody has to act on what goes on by itself. */
export function actor(words: Words, who: Problem["who"] | null): string {
  return who ? words.who[who] : words.nobody;
}

/** What of a written call was left out or shortened, property by property. `hidden`: without the words that came with the call. */
export const Warnings: FC<{ words: Words; warnings: Warning[]; hidden: boolean; title?: string }> = ({
  words,
  warnings,
  hidden,
  title = words.call.warnings,
}) => (
  <section class="warnings">
    <h2>{title}</h2>
    <ul>
      {warnings.map((warning) => (
        <li>
          <b>{[recordName(warning.record, words), warning.property].filter(Boolean).join(" · ")}</b>{" "}
          <Sentence text={sayWarning(warning, words.language, hidden).message} />{" "}
          {warning.rule !== undefined && <code>{warning.rule}</code>}
        </li>
      ))}
    </ul>
  </section>
);
