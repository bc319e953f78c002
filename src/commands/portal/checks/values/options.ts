import { asText } from "../../../../html/show-value.ts";
import { resolveOption } from "../../../../hubspot/model/labels.ts";
import { readYesNo } from "../../../../normalize/text.ts";
import { type PortalCheck, listed, nearestOf, thereAre } from "../../finding.ts";

export const options: PortalCheck = {
  name: "options",
  describe: "every option that a mapping names is one of its property's",
  run: ({ uses, facts }) =>
    uses.flatMap(({ rule, property, values, set }) => {
      const definition = facts.schema.properties[rule.object]?.[property];
      if (definition?.type !== "enumeration" || definition.options.length === 0) return [];
      const isMulti = definition.fieldType === "checkbox";
      const isKnown = (text: string) =>
        resolveOption(definition, text) !== "unknown" || (definition.fieldType === "booleancheckbox" && readYesNo(text) !== null);
      const wrong = values.flatMap(({ value, place }) => {
        const text = asText(value);
        const parts =
          isMulti && !isKnown(text)
            ? text
                .split(text.includes(";") ? ";" : ",")
                .map((part) => part.trim())
                .filter(Boolean)
            : [text];
        return parts.filter((part) => !isKnown(part)).map((part) => ({ part, place }));
      });
      return wrong.map(({ part, place }) => {
        const nearest = nearestOf(
          part,
          definition.options.map(({ label }) => label),
        );
        return {
          ...place,
          message: `\`${property}\` has no option ${listed([part])}.${thereAre(nearest)}`,
          fix: `Write one of its options, by label or internal value${set?.map ? "" : ", translate the call's words with `map:`"}, or add the option in HubSpot.`,
          nearest,
        };
      });
    }),
};
