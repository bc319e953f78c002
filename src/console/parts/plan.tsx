import type { FC } from "hono/jsx";
import { sanitizeHtml } from "../../html/sanitize.ts";
import { bodyProperty } from "../../hubspot/model/objects.ts";
import type { Planned } from "../../operator/preview/plan-body.ts";
import type { Decision, PlannedRecord } from "../../planner/types.ts";
import { sayReason } from "../../problem/say-reason.ts";
import type { Words } from "../words/english.ts";
import { ProblemBox, Warnings } from "./problem.tsx";

/** What a body would write: record by record, with the rules, and the note as it would look. */
export const Plan: FC<{ words: Words; planned: Planned }> = ({ words, planned }) => {
  if ("code" in planned)
    return (
      <section class="problem" role="alert">
        <h2>{sayReason(planned.message, words.language)}</h2>
        <ul>
          {planned.issues?.map(({ path, message }) => (
            <li>
              <code>{path}</code> {sayReason(message, words.language)}
            </li>
          ))}
        </ul>
      </section>
    );
  return (
    <section>
      <h2>{planned.mapping === null ? words.plan.nobody : words.plan.taken(planned.mapping)}</h2>
      <p class={planned.looked_up ? "muted" : "warned"}>{planned.looked_up ? words.plan.lookedUp : words.plan.notLookedUp}</p>
      {planned.reason !== null && <p>{sayReason(planned.reason, words.language)}</p>}
      {planned.passed.length > 0 && (
        <ul class="muted">
          {planned.passed.map(({ file, why }) => (
            <li>
              {words.plan.passed} <code>{file}</code>: {sayReason(why, words.language)}
            </li>
          ))}
        </ul>
      )}
      {planned.problem && <ProblemBox words={words} problem={planned.problem} />}
      {planned.records.map((record) => (
        <PlannedCard words={words} record={record} />
      ))}
    </section>
  );
};

const PlannedCard: FC<{ words: Words; record: PlannedRecord }> = ({ words, record }) => {
  const body = record.properties[bodyProperty(record.object)];
  return (
    <section class="receipt">
      <h3>
        {record.name} <span class={`did ${record.action}`}>{words.plan.action[record.action]}</span>{" "}
        <span class="muted">{sayReason(record.why ?? "", words.language)}</span>
      </h3>
      {record.problem && <ProblemBox words={words} problem={record.problem} />}
      {record.warnings.length > 0 && <Warnings words={words} warnings={record.warnings} hidden={false} title={words.plan.warnings} />}
      <Decisions words={words} decisions={record.decisions.filter(({ property }) => property !== bodyProperty(record.object))} />
      {body !== undefined && (
        <article class="note" tabindex={0} aria-label={record.name} dangerouslySetInnerHTML={{ __html: sanitizeHtml(body) }} />
      )}
    </section>
  );
};

const Decisions: FC<{ words: Words; decisions: Decision[] }> = ({ words, decisions }) =>
  decisions.length === 0 ? null : (
    <table class="changes stack">
      <thead>
        <tr>
          <th scope="col">{words.call.property}</th>
          <th scope="col">{words.call.after}</th>
          <th scope="col">{words.call.why}</th>
          <th scope="col">{words.call.rule}</th>
        </tr>
      </thead>
      <tbody>
        {decisions.map(({ property, to, why, rule, written }) => (
          <tr class={written ? undefined : "kept"}>
            <th scope="row">{property}</th>
            <td>{to === null || to === "" ? <i>{words.call.empty}</i> : to}</td>
            <td>{[written ? "" : words.call.notWritten, sayReason(why ?? "", words.language)].filter(Boolean).join(" ")}</td>
            <td>
              <code>{rule}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
