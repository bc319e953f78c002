import type { Locale } from "../../normalize/locale.ts";
import type { Budget } from "./limits.ts";

/** What filters know of the mapping and the moment. */
export interface RenderSettings extends Locale {
  /** ISO 8601: what `now` means in a template. */
  now: string;
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
