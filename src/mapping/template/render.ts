import { run } from "./engine.ts";
import { sanitizeHtml } from "../sanitize.ts";
import type { RenderSettings } from "./settings.ts";

const DEFAULTS: RenderSettings = { country: null, timezone: "UTC", now: "1970-01-01T00:00:00.000Z" };

/** Whether a text has gaps to fill at all. */
export function isTemplate(text: string): boolean {
  return text.includes("{{") || text.includes("{%");
}

/** Fills the gaps as they are: for values. Throws TemplateStopped where the template breaks its limits. */
export function renderText(source: string, names: object, settings: RenderSettings = DEFAULTS): string {
  return run(source, names, settings, false);
}

/** Fills the gaps with escaped text, then lets through only what a note may hold: for bodies. Throws TemplateStopped. */
export function renderHtml(source: string, names: object, settings: RenderSettings = DEFAULTS): string {
  return sanitizeHtml(run(source, names, settings, true));
}
