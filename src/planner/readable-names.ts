import type { Call } from "../call/call.ts";
import { SafeHtml } from "../html/safe-html.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { namesIn } from "../mapping/clock-names.ts";
import { isBlank } from "../mapping/paths.ts";
import { addNamesInWords } from "./names-in-words.ts";

/** The tree that templates and conditions of one mapping read: the call's names, `call.mapping`, and these records. */
export function readableNames(call: Call, mapping: Mapping, records: Record<string, object>): Record<string, unknown> {
  const derived: Record<string, unknown> = {};
  copyLazily((call.names["call"] ?? {}) as object, derived);
  const names: Record<string, unknown> = {};
  copyLazily(call.names, names);
  // Unknown fields pass through from the sender: one called `deal` must not hide the deal, nor pass for one that is not there.
  for (const { name, kind } of mapping.records) if (kind === "crm") delete names[name];
  Object.assign(names, records);
  derived["mapping"] = mapping.name;
  addNamesInWords(derived, call, mapping);
  names["call"] = derived;
  return namesIn(names, mapping);
}

/** The same names with other records; what is computed when read (the transcript) stays so. */
export function withRecords(names: Record<string, unknown>, records: Record<string, object>): Record<string, unknown> {
  return Object.assign(Object.defineProperties({}, Object.getOwnPropertyDescriptors(names)), records);
}

/** What is computed when read (the transcript) stays so. HTML of nothing becomes nothing, so that `{% if %}` sees it. */
function copyLazily(from: object, to: Record<string, unknown>): void {
  for (const name of Object.keys(from)) {
    const { get, value } = Object.getOwnPropertyDescriptor(from, name) as PropertyDescriptor;
    if (get === undefined) to[name] = withoutEmptyHtml(value);
    else
      Object.defineProperty(to, name, {
        get: () => withoutEmptyHtml((from as Record<string, unknown>)[name]),
        enumerable: true,
        configurable: true,
      });
  }
}

function withoutEmptyHtml(value: unknown): unknown {
  return value instanceof SafeHtml && isBlank(value) ? null : value;
}
