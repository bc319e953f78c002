import type { PortalCheck } from "../finding.ts";
import { placeOf, sourceOf } from "../uses.ts";

/** From API version 2026-09 on HubSpot enforces the portal's own rules on whoever writes. */
export const required: PortalCheck = {
  name: "required",
  describe: "a new record brings every property that the portal requires",
  run: ({ checked, facts }) =>
    checked.mappings.flatMap((mapping) =>
      mapping.records
        .filter((rule) => rule.kind === "activity" || rule.if_missing === "create")
        .flatMap((rule) => {
          const written = new Set(rule.set.map(({ property }) => property));
          // An activity's own properties are the connector's to write.
          const missing = rule.kind === "activity" ? [] : (facts.required[rule.object] ?? []).filter((name) => !written.has(name));
          return missing.map((name) => ({
            ...placeOf(sourceOf(checked, mapping), ["records", rule.name], "key"),
            message: `The portal requires \`${name}\` of new ${rule.object}; \`${rule.name}\` does not set it, so none would be created.`,
            fix: `Set \`${name}\`, or drop the requirement in HubSpot.`,
            nearest: [name],
          }));
        }),
    ),
};
