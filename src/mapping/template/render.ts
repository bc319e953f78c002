import { asText } from "../../html/show-value.ts";
import { readPath, segments } from "../paths.ts";
import { runHtml, runText } from "./engine.ts";
import type { RenderSettings } from "./settings.ts";

const DEFAULTS: RenderSettings = { country: null, timezone: "UTC", now: "1970-01-01T00:00:00.000Z" };

/** Whether a text has gaps to fill at all. */
export function isTemplate(text: string): boolean {
  return text.includes("{{") || text.includes("{%");
}

/** Fills the gaps as they are: for values. Throws TemplateStopped where the template breaks its limits. */
export function renderText(source: string, names: object, settings: RenderSettings = DEFAULTS): string {
  const path = barePath(source);
  return path === null ? runText(source, names, settings) : asText(readPath(names, path));
}

/** Fills the gaps with escaped text, then lets through only what a note may hold: for bodies. Throws TemplateStopped. */
export function renderHtml(source: string, names: object, settings: RenderSettings = DEFAULTS): string {
  return runHtml(source, names, settings);
}

const BARE = /^\{\{-?\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[A-Za-z_]\w*)\s*-?\}\}$/;
/** Words that mean something to Liquid. */
const LIQUIDS_OWN = new Set(["size", "first", "last", "true", "false", "nil", "null", "empty", "blank", "not"]);
const barePaths = new Map<string, string | null>();

/** `{{ customer_phone }}`, as most values are: to read the name is all there is to do, in a tenth of the time. */
function barePath(source: string): string | null {
  let path = barePaths.get(source);
  if (path !== undefined) return path;
  path = BARE.exec(source)?.[1] ?? null;
  if (path !== null && segments(path).some((segment) => LIQUIDS_OWN.has(segment))) path = null;
  barePaths.set(source, path);
  return path;
}
