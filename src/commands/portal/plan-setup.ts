import type { PortalSchema } from "../../hubspot/model/portal-schema.ts";
import type { DeclaredProperty } from "../../mapping/declared-property.ts";
import { isSameType } from "./property-type.ts";

/** What `setup` would do. Nothing that exists is ever changed. */
export interface SetupPlan {
  portal: string;
  create: DeclaredProperty[];
  /** They exist with another type, or two files declare them differently: nothing is done until a person decides. */
  conflicts: { object: string; name: string; at: string; why: string }[];
  /** There already, with the declared type. `lacks`: options that a person has to add. */
  unchanged: { object: string; name: string; at: string; lacks: string[] }[];
}

/** Pure. */
export function planSetup(portal: string, declared: DeclaredProperty[], { properties }: PortalSchema): SetupPlan {
  const plan: SetupPlan = { portal, create: [], conflicts: [], unchanged: [] };
  const first = new Map<string, DeclaredProperty>();
  for (const one of declared) {
    const { object, name, at, type } = one;
    const earlier = first.get(`${object}/${name}`);
    const there = properties[object]?.[name];
    if (earlier !== undefined && !isSame(earlier, one)) {
      plan.conflicts.push({ object, name, at, why: `${earlier.at} declares it otherwise` });
    } else if (earlier === undefined) {
      first.set(`${object}/${name}`, one);
      if (there === undefined) plan.create.push(one);
      else if (!isSameType(type, there))
        plan.conflicts.push({ object, name, at, why: `it exists with another type: ${there.type} (${there.fieldType}), not ${type}` });
      else plan.unchanged.push({ object, name, at, lacks: lacking(one, there.options) });
    }
  }
  return plan;
}

function isSame(a: DeclaredProperty, b: DeclaredProperty): boolean {
  return a.type === b.type && JSON.stringify(a.options) === JSON.stringify(b.options);
}

function lacking({ options, type }: DeclaredProperty, there: { value: string }[]): string[] {
  if (type !== "select" && type !== "multi_select") return [];
  return options.filter(({ value }) => !there.some((option) => option.value === value)).map(({ label }) => label);
}
