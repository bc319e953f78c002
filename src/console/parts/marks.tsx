import type { FC } from "hono/jsx";
import type { ShownStatus } from "../../operator/view-calls.ts";
import type { Words } from "../words/english.ts";

/** A call's status: a word and a colour, never the colour alone. */
export const Status: FC<{ words: Words; status: ShownStatus }> = ({ words, status }) => (
  <span class={`status ${status}`}>{words.status[status]}</span>
);

/** A moment: in UTC as it is sent, in the reader's own time where the page's script runs. */
export const When: FC<{ words: Words; at: string }> = ({ words, at }) => <time datetime={at}>{inUtc(at, words, "short")}</time>;

/** The same to the second, where what follows what is told. */
export const Precisely: FC<{ words: Words; at: string }> = ({ words, at }) => (
  <time class="precise" datetime={at}>
    {inUtc(at, words, "medium")}
  </time>
);

function inUtc(at: string, { locale }: Words, timeStyle: "short" | "medium"): string {
  return `${new Date(at).toLocaleString(locale, { dateStyle: "medium", timeStyle, timeZone: "UTC" })} UTC`;
}

/** A sentence whose names stand between backticks. */
export const Sentence: FC<{ text: string }> = ({ text }) => (
  <>{text.split(/`([^`]*)`/).map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>
);

/** 12,345 */
export const counted = (count: number, { locale }: Words): string => count.toLocaleString(locale);
