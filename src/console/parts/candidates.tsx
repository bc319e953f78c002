import type { FC } from "hono/jsx";
import type { Candidate } from "../../operator/reports/candidates.ts";
import type { Words } from "../words/english.ts";

/** A record by its name, with a link to look at it. */
export const CandidateLink: FC<{ candidate: Candidate }> = ({ candidate: { id, name, url } }) => (
  <>
    {url === null ? (
      <b>{name || id}</b>
    ) : (
      <a href={url} rel="noreferrer">
        {name || id}
      </a>
    )}{" "}
    <code>{id}</code>
  </>
);

/** Each with a button that chooses it. */
export const CandidateList: FC<{ words: Words; action: string; candidates: Candidate[] }> = ({ words, action, candidates }) => (
  <form method="post" action={action}>
    <ul>
      {candidates.map((candidate) => (
        <li>
          <CandidateLink candidate={candidate} />{" "}
          <button name="contact" value={candidate.id}>
            {words.call.chooseButton}
          </button>
        </li>
      ))}
    </ul>
  </form>
);
