import { asText } from "../../../../html/show-value.ts";
import { type PortalCheck, listed } from "../../finding.ts";
import type { Validation } from "../../portal-facts.ts";

export const validations: PortalCheck = {
  name: "validations",
  describe: "what the mappings write passes the portal's own rules for values",
  run: ({ uses, facts }) =>
    uses.flatMap(({ rule, property, values, set, place }) => {
      const rules = facts.validations[rule.object]?.[property] ?? [];
      const refused = values.flatMap(({ value, place: at }) =>
        rules
          .filter((one) => refuses(one, asText(value)))
          .map((one) => ({
            ...at,
            message: `The portal refuses ${listed([asText(value)])} for \`${property}\`: its rule is ${said(one)}.`,
            fix: "Write a value that the rule lets pass, or change the rule in HubSpot (Settings → Properties → the property → Rules).",
            nearest: [],
          })),
      );
      const wantsE164 = rules.some((one) => one.rule === "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE");
      const isRaw = set !== null && set.source.kind !== "literal" && set.format !== "phone";
      if (!wantsE164 || !isRaw) return refused;
      return [
        ...refused,
        {
          ...place,
          message: `The portal takes \`${property}\` with its country code only (+55…); here the number goes as it came.`,
          fix: "Add `format: phone`.",
          nearest: ["phone"],
        },
      ];
    }),
};

const said = ({ rule, arguments: given }: Validation): string =>
  `${rule.toLowerCase().replaceAll("_", " ")}${given.length > 0 ? ` ${given.join(", ")}` : ""}`;

/** Only what can be told for certain. */
function refuses({ rule, arguments: [first] }: Validation, text: string): boolean {
  const limit = Number(first);
  switch (rule) {
    case "MAX_LENGTH":
      return Number.isFinite(limit) && text.length > limit;
    case "MIN_LENGTH":
      return Number.isFinite(limit) && text.length < limit;
    case "MAX_NUMBER":
      return Number.isFinite(limit) && Number(text) > limit;
    case "MIN_NUMBER":
      return Number.isFinite(limit) && Number(text) < limit;
    case "REGEX":
      return first !== undefined && !matches(first, text);
    case "ALPHANUMERIC":
      return /[^\p{L}\p{N}\s]/u.test(text);
    default:
      return false;
  }
}

/** HubSpot's patterns are Java's: one that JavaScript cannot read is not judged. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(text);
  } catch {
    return true;
  }
}
