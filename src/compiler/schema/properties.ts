import { z } from "zod";
import { strict } from "./strict.ts";

/** As a person names a property's type; HubSpot's own two words for each stand in commands/portal/property-type.ts. */
const TYPES = ["text", "long_text", "number", "date", "datetime", "yes_no", "select", "multi_select", "phone"] as const;

const declared = strict({
  label: z.string().min(1).describe("What people see in HubSpot: `Lead quality`."),
  type: z
    .enum(TYPES)
    .describe(
      "`text`, `long_text` (several lines), `number`, `date`, `datetime`, `yes_no`, `select` (one of the options), `multi_select` (several of them), `phone`.",
    ),
  options: z
    .record(z.string(), z.string())
    .describe("For `select` and `multi_select`: what is stored, and what people see: `{ hot: Hot, cold: Cold }`.")
    .optional(),
  group: z.string().describe("The group of properties it stands in, by its internal name. Left out: the object's own.").optional(),
  description: z.string().describe("Shown in HubSpot beside the property.").optional(),
});

export const declaredProperties = z
  .record(z.string(), z.record(z.string(), declared))
  .describe(
    "Properties that `npm run portal -- setup` may create, by object and internal name: `{ contacts: { lead_quality: { label: Lead quality, type: text } } }`. It never changes one that is there.",
  );
