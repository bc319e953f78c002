import type { FC } from "hono/jsx";
import type { Health } from "../../operator/health/health.ts";
import type { Problem } from "../../problem/problem.ts";
import { addressOf } from "../address.ts";
import type { Words } from "../words/english.ts";
import { When } from "./marks.tsx";
import { ProblemBox } from "./problem.tsx";

/** Why nothing is written at the moment, and the button that ends it where a word of an operator does. */
export const PortalNotice: FC<{ words: Words; paused: Health["paused"]; mayChange: boolean }> = ({ words, paused, mayChange }) => {
  if (paused === null) return null;
  const { problem, since, until } = paused;
  return (
    <section aria-label={words.portal.stopped}>
      <ProblemBox words={words} problem={problem} />
      <p class="muted">
        {words.portal.since} <When words={words} at={since} />
        {until !== null && (
          <>
            {" · "}
            {words.call.nextTry} <When words={words} at={until} />
          </>
        )}
      </p>
      {mayChange && problem.code === "another_portal" && <AcceptPortal words={words} problem={problem} />}
      {mayChange && problem.code !== "another_portal" && (
        <form class="buttons" method="post" action="/resume">
          <button class="main">{problem.code === "paused_by_operator" ? words.portal.resume : words.portal.tryNow}</button>
        </form>
      )}
    </section>
  );
};

/** Leads to the question whether the portal that the key opens now is the right one. */
export const AcceptPortal: FC<{ words: Words; problem: Problem }> = ({ words, problem: { params } }) => {
  const found = String(params?.["found"] ?? "");
  return (
    <p class="buttons">
      <a href={addressOf("/portal", { accept: found })}>{words.portal.accept(found)}</a>
    </p>
  );
};
