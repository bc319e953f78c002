import { asText } from "../../../../html/show-value.ts";
import type { Path } from "../../../../compiler/source-file.ts";
import type { OwnerRule } from "../../../../mapping/compiled-mapping.ts";
import { type CheckInput, type PortalCheck, listed, nearestOf, thereAre } from "../../finding.ts";
import { type Place, placeOf, sourceOf } from "../../uses.ts";

export const owners: PortalCheck = {
  name: "owners",
  describe: "every owner that a mapping names is a user of the portal",
  run: (input) => {
    const { owners: known } = input.facts.schema;
    if (known.length === 0) return [];
    const isKnown = (text: string) =>
      known.some(({ id, email }) => id === text.trim() || email.toLowerCase() === text.trim().toLowerCase());
    return named(input)
      .filter(({ text }) => !isKnown(text))
      .map(({ text, place }) => {
        const nearest = nearestOf(text, known.map(({ email }) => email).filter(Boolean));
        return {
          ...place,
          message: text.includes("@")
            ? `${listed([text])} is the e-mail address of nobody in this portal.${thereAre(nearest)}`
            : `${listed([text])} is no owner: an owner is named by the user's e-mail address.${thereAre(nearest)}`,
          fix: "Write the e-mail address with which that person signs in to HubSpot (Settings → Users & Teams).",
          nearest,
        };
      });
  },
};

function named({ checked, uses }: CheckInput): { text: string; place: Place }[] {
  const written = uses
    .filter(({ property, how }) => how === "set" && property === "hubspot_owner_id")
    .flatMap(({ values }) => values.map(({ value, place }) => ({ text: asText(value), place })));
  const activities = checked.mappings.flatMap((mapping) =>
    mapping.records.flatMap((rule) =>
      rule.kind === "activity" && rule.owner !== null
        ? usersIn(rule.owner, ["records", rule.name, "owner"]).map(({ text, path }) => ({
            text,
            place: placeOf(sourceOf(checked, mapping), path),
          }))
        : [],
    ),
  );
  return [...written, ...activities];
}

/** Every user that it names, and where. */
function usersIn(owner: OwnerRule, path: Path): { text: string; path: Path }[] {
  switch (owner.kind) {
    case "record":
      return [];
    case "user":
      return [{ text: owner.user, path }];
    case "turns":
      return owner.users.map((text, index) => ({ text, path: [...path, index] }));
    case "by_value": {
      const mapped = Object.entries(owner.map).flatMap(([value, one]) => usersIn(one, [...path, "map", value]));
      return owner.otherwise === null ? mapped : [...mapped, ...usersIn(owner.otherwise, [...path, "otherwise"])];
    }
  }
}
