import type { Language } from "../../language/language.ts";
import type { Conventions } from "../../language/conventions.ts";
import { asText } from "../../html/show-value.ts";
import { isBlank } from "../paths.ts";
import type { Reading } from "../reading.ts";
import type { Budget } from "./limits.ts";

/** What filters know of the mapping and the moment. */
export interface RenderSettings extends Reading {
  /** ISO 8601: what `now` means in a template. */
  now: string;
  /** Of our own words; English where left out. */
  language?: Language;
  /** What the team calls variables and their values, by their bare names. */
  labels?: Readonly<Record<string, string>>;
  /** Whether the rule names this text itself (in its `map`, as an option of its property), so that "none" is a word there and not nothing. */
  isWord?: (text: string) => boolean;
  /** Whether the rule counts up this property of its own: empty, it begins at 0. */
  isCounter?: (path: string) => boolean;
  /** Told of each text that a filter could read nothing of its kind in: it came out blank, and somebody should know. */
  onUnread?: (unread: Unread) => void;
}

/** What a filter looked for, and the text that holds none. */
export interface Unread {
  expected: "number" | "day" | "email" | "phone" | "link";
  text: string;
}

export interface Rendering extends RenderSettings {
  html: boolean;
  /** Words stand around the gaps: what comes out is for people, as a body is. */
  isSentence: boolean;
  budget: Budget;
  /** HTML that we made, put in when all else has been sanitised: see set-aside.ts. */
  aside: string[];
}

/** Under this key, which no template can name, the settings travel with liquidjs's context. */
export const RENDERING = Symbol("rendering");

/** What a filter read of a value; where that is nothing although the value says something, whoever asked is told. */
export function readOrTold<T>(read: T | null, value: unknown, expected: Unread["expected"], { onUnread }: RenderSettings): T | null {
  const text = read === null && onUnread ? asText(value) : "";
  if (!isBlank(text)) onUnread?.({ expected, text });
  return read;
}

/** How dates and numbers are written in texts. */
export function conventionsOf({ language = "en", country }: RenderSettings): Conventions {
  return { language, country };
}

export function renderingOf(context: { globals: object }): Rendering {
  return (context.globals as { [RENDERING]: Rendering })[RENDERING];
}
