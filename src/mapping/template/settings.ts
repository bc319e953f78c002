import type { Reading } from "../reading.ts";
import type { Budget } from "./limits.ts";

/** What filters know of the mapping and the moment. */
export interface RenderSettings extends Reading {
  /** ISO 8601: what `now` means in a template. */
  now: string;
  /** Whether the rule names this text itself (in its `map`, as an option of its property), so that "none" is a word there and not nothing. */
  isWord?: (text: string) => boolean;
  /** Whether the rule counts up this property of its own: empty, it begins at 0. */
  isCounter?: (path: string) => boolean;
}

export interface Rendering extends RenderSettings {
  html: boolean;
  budget: Budget;
  /** HTML that we made, put in when all else has been sanitised: see set-aside.ts. */
  aside: string[];
}

/** Under this key, which no template can name, the settings travel with liquidjs's context. */
export const RENDERING = Symbol("rendering");

export function renderingOf(context: { globals: object }): Rendering {
  return (context.globals as { [RENDERING]: Rendering })[RENDERING];
}
