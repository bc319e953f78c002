import type { FC } from "hono/jsx";
import type { Health } from "../../operator/health/health.ts";
import type { ProblemGroup } from "../../operator/reports/problem-groups.ts";
import { sayAgain, sayWarning } from "../../problem/problem.ts";
import { addressOf } from "../address.ts";
import { PortalNotice } from "../parts/portal-notice.tsx";
import { Sentence, When, counted } from "../parts/marks.tsx";
import { actor, recordName } from "../parts/problem.tsx";
import type { Words } from "../words/english.ts";

/** Open problems and warnings, grouped by cause: how many calls, since when, who acts and what to do. */
export const Problems: FC<{ words: Words; groups: ProblemGroup[]; paused: Health["paused"]; mayChange: boolean }> = ({
  words,
  groups,
  paused,
  mayChange,
}) => (
  <div data-live="problems">
    <h1>{words.problems.title}</h1>
    <PortalNotice words={words} paused={paused} mayChange={mayChange} />
    {groups.length === 0 && paused === null && <p class="empty">{words.problems.none}</p>}
    {(["problem", "warning"] as const).map((kind) => {
      const some = groups.filter((group) => group.kind === kind);
      return (
        some.length > 0 && (
          <section>
            <h2>{kind === "problem" ? words.problems.open : words.problems.leftOut}</h2>
            {some.map((group) => (
              <Group words={words} group={group} mayChange={mayChange} />
            ))}
          </section>
        )
      );
    })}
  </div>
);

const Group: FC<{ words: Words; group: ProblemGroup; mayChange: boolean }> = ({ words, group, mayChange }) => {
  const { message, fix } = said(group, words);
  const where = group.kind === "warning" ? { problem: group.code, warning: "1" } : { problem: group.code };
  return (
    <section class={group.kind === "problem" ? "problem" : "warnings"}>
      <h2>
        <Sentence text={message} />{" "}
        <span class="muted">{[recordName(group.record, words), group.property].filter(Boolean).join(" · ")}</span>{" "}
        {group.rule !== undefined && <code>{group.rule}</code>}
      </h2>
      <dl>
        <dt>{words.problems.calls}</dt>
        <dd>
          <a href={addressOf("/calls", where)}>
            {group.at_least ? words.problems.atLeast(counted(group.calls, words)) : counted(group.calls, words)}
          </a>
        </dd>
        <dt>{words.problems.since}</dt>
        <dd>
          <When words={words} at={group.since} />
        </dd>
        <dt>{words.call.acts}</dt>
        <dd>{actor(words, group.who)}</dd>
        <dt>{words.call.fix}</dt>
        <dd>
          <Sentence text={fix} />
        </dd>
      </dl>
      {mayChange && group.who !== "sender" && (
        <p class="buttons">
          <a href={addressOf("/actions/new", { ...where, do: "replay" })}>{words.problems.replay}</a>
        </p>
      )}
    </section>
  );
};

/** In the reader's language; a warning without the words of one call, for it speaks of many. */
function said({ kind, code, message, fix, params }: ProblemGroup, { language }: Words): { message: string; fix: string } {
  if (kind === "problem") return sayAgain({ code, message, fix, ...(params && { params }) }, language);
  return sayWarning({ record: "", code, message, ...(params && { params }) }, language, true);
}
