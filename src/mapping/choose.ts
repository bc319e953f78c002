import type { Call } from "../call.ts";
import type { Mapping } from "./mapping.ts";

export interface Choice {
  mapping: Mapping | null;
  /** The mappings before it (or all), and in words which condition did not hold. */
  passed: { name: string; file: string; why: string }[];
}

/** The first mapping whose `when` holds. Pure. */
export declare function chooseMapping(call: Call, mappings: Mapping[]): Choice;
