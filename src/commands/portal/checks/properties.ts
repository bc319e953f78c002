import { didYouMean } from "../../../compiler/words/did-you-mean.ts";
import { type PortalCheck, nearestOf } from "../finding.ts";
import type { PortalFacts } from "../portal-facts.ts";
import type { PropertyUse } from "../uses.ts";

export const properties: PortalCheck = {
  name: "properties",
  describe: "every property that a mapping names exists",
  run: ({ uses, facts }) =>
    uses
      .filter((use) => isMissing(use, facts))
      .map(({ rule, property, place, mapping }) => {
        const known = Object.values(facts.schema.properties[rule.object] ?? {});
        const byLabel = known.find(({ label }) => label?.toLowerCase() === property.toLowerCase());
        const nearest = byLabel
          ? [byLabel.name]
          : nearestOf(
              property,
              known.map(({ name }) => name),
            );
        const declared = mapping.properties?.some(({ object, name }) => object === rule.object && name === property);
        return {
          ...place,
          message: byLabel
            ? `\`${property}\` is the label of \`${byLabel.name}\`. A mapping takes internal names.`
            : `HubSpot's ${rule.object} have no property \`${property}\`.${didYouMean(property, nearest)}`,
          fix: byLabel
            ? `Write \`${byLabel.name}\`.`
            : declared
              ? "`npm run portal -- setup` creates it: this file declares it."
              : "Correct the internal name, create the property in HubSpot (Settings → Properties), or declare it under `properties:` and run `npm run portal -- setup`.",
          nearest,
        };
      }),
};

/** Where the definitions could not be read, other checks say so. */
function isMissing({ rule, property }: PropertyUse, { schema }: PortalFacts): boolean {
  const known = schema.properties[rule.object];
  return known !== undefined && Object.keys(known).length > 0 && known[property] === undefined;
}
