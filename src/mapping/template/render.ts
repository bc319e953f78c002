import { asText } from "../../html/show-value.ts";
import { BoundedMap } from "../../bounded-map.ts";
import { readPath, segments } from "../paths.ts";
import { runHtml, runValue } from "./engine.ts";
import { nameValue, plainValue } from "./named-value.ts";
import type { RenderSettings } from "./settings.ts";

const DEFAULTS: RenderSettings = { country: null, timezone: "UTC", now: "1970-01-01T00:00:00.000Z" };

/** Whether a text has gaps to fill at all. */
export function isTemplate(text: string): boolean {
  return text.includes("{{") || text.includes("{%");
}

/** Fills the gaps as they are: for values. A number where one was computed, and nothing else put out. Throws TemplateStopped where the template breaks its limits. */
export function renderValue(source: string, names: object, settings: RenderSettings = DEFAULTS): string | number {
  const path = barePath(source);
  if (path === null) return runValue(source, names, settings);
  const value = plainValue(nameValue(path, readPath(names, path), settings));
  return typeof value === "number" ? value : asText(value);
}

/** The same, as text. */
export function renderText(source: string, names: object, settings: RenderSettings = DEFAULTS): string {
  return String(renderValue(source, names, settings));
}

/** Fills the gaps with escaped text, then lets through only what a note may hold: for bodies. Throws TemplateStopped. */
export function renderHtml(source: string, names: object, settings: RenderSettings = DEFAULTS): string {
  return runHtml(source, names, settings);
}

const BARE = /^\{\{-?\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[A-Za-z_]\w*)\s*-?\}\}$/;
/** Words that mean something to Liquid. */
const LIQUIDS_OWN = new Set(["size", "first", "last", "true", "false", "nil", "null", "empty", "blank", "not"]);
const barePaths = new BoundedMap<string, string | null>();

/** `{{ customer_phone }}`, as most values are: to read the name is all there is to do, in a tenth of the time. */
function barePath(source: string): string | null {
  let path = barePaths.get(source);
  if (path !== undefined) return path;
  path = BARE.exec(source)?.[1] ?? null;
  if (path !== null && segments(path).some((segment) => LIQUIDS_OWN.has(segment))) path = null;
  return barePaths.keep(source, path);
}
