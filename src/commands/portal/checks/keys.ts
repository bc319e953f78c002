import type { PortalCheck } from "../finding.ts";

const TYPES = new Set(["string", "number", "enumeration", "phone_number", "date", "datetime", "bool"]);

export const keys: PortalCheck = {
  name: "keys",
  describe: "records can be looked for by the properties of `find_by`",
  run: ({ uses, facts }) =>
    uses
      .filter(({ how }) => how === "find_by")
      .flatMap(({ rule, property, place }) => {
        const definition = facts.schema.properties[rule.object]?.[property];
        if (!definition || TYPES.has(definition.type)) return [];
        return [
          {
            ...place,
            message: `HubSpot's search cannot look for ${rule.object} by \`${property}\` (${definition.type}).`,
            fix: "Use a property that holds a text or a number.",
            nearest: [],
          },
        ];
      }),
};
