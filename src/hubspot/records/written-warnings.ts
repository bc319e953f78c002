import { readErrorBody } from "../http/error-body.ts";
import { namedProperties } from "../http/error-codes.ts";
import type { WrittenRecord } from "./match-results.ts";
import type { HubSpotWarning } from "./write-input.ts";

const CODE = /^[A-Z][A-Z0-9_]{1,80}$/;

/** The warnings that HubSpot sends along with a record that it wrote: what it left out, for example. Their messages quote values and are dropped. */
export function warningsOf({ warnings }: WrittenRecord): { warnings?: HubSpotWarning[] } {
  if (!Array.isArray(warnings)) return {};
  const said = warnings.map((warning) => {
    const body = readErrorBody(warning);
    const category = [body.category, body.code, body.subCategory].find((code) => code !== undefined && CODE.test(code));
    return { category: category ?? "WARNING", names: namedProperties(body) };
  });
  const unique = new Map(said.map((warning) => [JSON.stringify(warning), warning]));
  return unique.size > 0 ? { warnings: [...unique.values()] } : {};
}
