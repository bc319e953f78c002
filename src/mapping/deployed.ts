import mappings from "../../.generated/mappings.json" with { type: "json" };
import type { Mapping } from "./compiled-mapping.ts";

/** The checked mappings of `mappings/`, put here by wrangler's build step (`npm run build`). */

export const compiledMappings = mappings as unknown as Mapping[];
