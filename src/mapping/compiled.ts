/** The checked mappings of `mappings/`, put here by wrangler's build step (`npm run build`). */
import mappings from "../../.generated/mappings.json" with { type: "json" };
import type { Mapping } from "./mapping.ts";

export const compiledMappings = mappings as unknown as Mapping[];
