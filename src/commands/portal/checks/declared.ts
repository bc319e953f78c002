import { type PortalCheck } from "../finding.ts";
import { isSameType } from "../property-type.ts";
import { placeOf, sourceOf } from "../uses.ts";

export const declared: PortalCheck = {
  name: "declared",
  describe: "the properties that the mappings declare are there, with their types",
  run: ({ checked, facts, uses }) =>
    checked.mappings.flatMap((mapping) =>
      (mapping.properties ?? []).flatMap(({ object, name, type }) => {
        const place = placeOf(sourceOf(checked, mapping), ["properties", object, name], "key");
        const there = facts.schema.properties[object]?.[name];
        if (there === undefined) {
          // Said once: where a rule names it, that line says it.
          const isSaid = uses.some((use) => use.mapping === mapping && use.rule.object === object && use.property === name);
          return isSaid
            ? []
            : [
                {
                  ...place,
                  message: `The portal has no property \`${name}\` of ${object} yet.`,
                  fix: "`npm run portal -- setup` creates it.",
                  nearest: [],
                },
              ];
        }
        if (isSameType(type, there)) return [];
        return [
          {
            ...place,
            message: `\`${name}\` of ${object} is there already, with another type: ${there.type} (${there.fieldType}), not ${type}.`,
            fix: "Declare it with the type that it has, or choose another internal name. Nothing that exists is ever changed.",
            nearest: [],
          },
        ];
      }),
    ),
};
