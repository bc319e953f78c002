import type { PortalCheck } from "../finding.ts";

export const writable: PortalCheck = {
  name: "writable",
  describe: "every property that a mapping writes may be written",
  run: ({ uses, facts }) =>
    uses
      .filter(({ how, rule, property }) => how === "set" && facts.schema.properties[rule.object]?.[property]?.readOnly === true)
      .map(({ rule, property, place }) => ({
        ...place,
        message: `HubSpot works out \`${property}\` of ${rule.object} by itself: nobody can write it.`,
        fix: "Take the line out, or write a property of your own.",
        nearest: [],
      })),
};
