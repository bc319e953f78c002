import type { PortalCheck } from "../finding.ts";
import { placeOf, sourceOf } from "../uses.ts";

export const objects: PortalCheck = {
  name: "objects",
  describe: "every kind of record exists",
  run: ({ checked, facts }) =>
    checked.mappings.flatMap((mapping) =>
      mapping.records
        .filter(({ object }) => facts.missingObjects.has(object))
        .map((rule) => ({
          ...placeOf(sourceOf(checked, mapping), ["records", rule.name, "object"], "key"),
          message: `This portal has no records of the kind \`${rule.object}\`, or the key may not see them.`,
          fix: "Custom objects are named with the portal's number, such as `p12345_visits`: Settings → Objects → Custom objects shows it. The key needs `crm.objects.custom.read`.",
          nearest: [],
        })),
    ),
};
