import { readYesNo } from "../normalize/text.ts";
import type { Mapping } from "./compiled-mapping.ts";
import { numberOf } from "./reading.ts";

type Variables = Record<string, unknown>;

/** The call's names with the variables that the mapping declares as a number or a yes/no read as such: `sim` and `1` are true. What cannot be read stays. */
export function withDeclaredTypes(
  names: Record<string, unknown>,
  { variables, country }: Pick<Mapping, "variables" | "country">,
): Record<string, unknown> {
  if (variables === undefined || Object.keys(variables).length === 0) return names;
  const typed = (group: unknown) => (isGroup(group) ? { ...group, ...typesOf(group, variables, country) } : group);
  const lead = names["lead"];
  // What is computed when read (the transcript) stays so.
  return Object.assign(Object.defineProperties({}, Object.getOwnPropertyDescriptors(names)), {
    extracted_variables: typed(names["extracted_variables"]),
    input_variables: typed(names["input_variables"]),
    ...(isGroup(lead) && { lead: { ...lead, variables: typed(lead["variables"]) } }),
  });
}

function typesOf(group: Variables, declared: NonNullable<Mapping["variables"]>, country: string | null): Variables {
  const typed: Variables = {};
  for (const [name, type] of Object.entries(declared)) {
    if (!Object.hasOwn(group, name)) continue;
    typed[name] = (type === "number" ? numberOf(group[name], country) : readYesNo(group[name])) ?? group[name];
  }
  return typed;
}

function isGroup(value: unknown): value is Variables {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
