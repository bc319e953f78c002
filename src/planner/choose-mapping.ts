import type { Call } from "../call/call.ts";
import type { Mapping } from "../mapping/compiled-mapping.ts";
import { holds } from "../mapping/conditions.ts";
import { namesIn } from "../mapping/clock-names.ts";
import { whyNot } from "../mapping/explain-condition.ts";

export interface Choice {
  mapping: Mapping | null;
  /** The mappings before it (or all), and in words which condition did not hold. */
  passed: { name: string; file: string; why: string }[];
}

/** The first mapping whose `when` holds. Pure. */
export function chooseMapping(call: Call, mappings: Mapping[]): Choice {
  const passed: Choice["passed"] = [];
  for (const mapping of mappings) {
    const names = namesIn(call.names, mapping);
    if (holds(mapping.when, names, mapping)) return { mapping, passed };
    passed.push({ name: mapping.name, file: mapping.file, why: whyNot(mapping.when, names, mapping) });
  }
  return { mapping: null, passed };
}
