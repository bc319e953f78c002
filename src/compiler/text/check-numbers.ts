import type { Scalar } from "yaml";
import { isNumberProperty } from "../../hubspot/model/known-properties.ts";
import { isGroup } from "../words/describe-value.ts";
import { type Scope, typeOf } from "../scope.ts";
import type { Path, SourceFile, Spot } from "../source-file.ts";

/**
 * Numbers that do not mean what they look like, wherever they stand, before the colon too: YAML drops a `+`, leading zeros, zeros at the
 * end, and what is beyond 15 digits. Where a number is meant, nothing is lost.
 */
export function checkNumbers(file: SourceFile, scope: Scope): void {
  for (const spot of file.spots.values()) {
    if (isAltered(spot.keyScalar) && !readsNumber(file, scope, spot.path)) say(file, spot, spot.keyScalar, "key");
    if (isAltered(spot.scalar) && !meansNumber(file, scope, spot)) say(file, spot, spot.scalar, "value");
  }
}

function say(file: SourceFile, { path }: Spot, { source, value }: Scalar, at: "key" | "value"): void {
  if (source !== undefined) file.report(path, sentence(source, Number(value)), at);
}

function sentence(written: string, value: number): string {
  const asNumber = /^-?\d*\.\d*$/.test(written) && Number.isFinite(value) ? ` If it is a number, write ${value}.` : "";
  return `YAML reads ${written} as the number ${value}. If every character counts, put quotes around it: "${written}".${asNumber}`;
}

function isAltered(scalar: Scalar | null): scalar is Scalar {
  return scalar?.type === "PLAIN" && typeof scalar.value === "number" && String(scalar.value) !== scalar.source;
}

const BOUNDS = new Set<unknown>(["at_least", "at_most"]);
const NUMBER_FORMATS = new Set<unknown>(["number", "integer", "percent"]);

/** `+55` after `starts_with` is understood as it is meant. */
function meansNumber(file: SourceFile, scope: Scope, { path, scalar }: Spot): boolean {
  if (path[0] === "version" || BOUNDS.has(path.at(-1))) return true;
  if (path.includes("starts_with") && /^\+[1-9]\d{0,14}$/.test(scalar?.source ?? "")) return true;
  const condition = path.indexOf("when");
  if (condition === 0 || condition === 2) return path.some((part) => typeof part === "string" && typeOf(part, scope) === "number");
  if (path.at(-2) === "where") return isNumberProperty(String(path.at(-1)));
  return path[2] === "set" && (isNumberProperty(String(path[3])) || NUMBER_FORMATS.has(ruleOf(file, path)["format"]));
}

/** A `map` on a number: `1.0` and `1` are the same on its left side. */
function readsNumber(file: SourceFile, scope: Scope, path: Path): boolean {
  if (path.at(-2) !== "map") return false;
  const { from } = ruleOf(file, path);
  return typeof from === "string" && typeOf(from, scope) === "number";
}

function ruleOf(file: SourceFile, path: Path): Record<string, unknown> {
  let here: unknown = file.data;
  for (const part of path.slice(0, 4)) here = isGroup(here) ? here[part] : undefined;
  return isGroup(here) ? here : {};
}
