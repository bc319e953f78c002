import { asText } from "../../../../html/show-value.ts";
import type { PropertyDefinition } from "../../../../hubspot/model/portal-schema.ts";
import type { Literal, SetRule } from "../../../../mapping/compiled-mapping.ts";
import { readDate } from "../../../../normalize/date.ts";
import { readNumber } from "../../../../normalize/number.ts";
import { readYesNo } from "../../../../normalize/text.ts";
import { type Finding, type PortalCheck, listed } from "../../finding.ts";
import type { PropertyUse } from "../../uses.ts";

const KINDS: Record<string, string> = {
  number: "a number",
  date: "a day, such as 2026-12-31",
  datetime: "a day and time, such as 2026-12-31T09:00",
  bool: "yes or no (`true` or `false`)",
};

/** Which formats give what a property of that type takes; a text takes everything. */
const FORMATS: Record<string, string[]> = {
  number: ["number", "integer", "percent"],
  date: ["date", "datetime"],
  datetime: ["date", "datetime"],
  bool: ["boolean", "yes_no"],
};

export const types: PortalCheck = {
  name: "types",
  describe: "every value fits its property's type",
  run: ({ uses, facts }) =>
    uses.flatMap((use) => {
      const definition = facts.schema.properties[use.rule.object]?.[use.property];
      const kind = definition && KINDS[definition.type];
      if (!definition || !kind || (definition.fieldType === "booleancheckbox" && definition.type !== "bool")) return [];
      return [...unfitValues(use, definition, kind), ...unfitFormat(use, definition, kind), ...unfitTemplate(use, definition, kind)];
    }),
};

type Found = Omit<Finding, "check">;

function unfitValues({ values, property, mapping }: PropertyUse, { type }: PropertyDefinition, kind: string): Found[] {
  return values
    .filter(({ value }) => !fits(value, type, { country: mapping.country, timezone: mapping.timezone }))
    .map(({ value, place }) => ({
      ...place,
      message: `\`${property}\` takes ${kind}; found ${listed([asText(value)])}.`,
      fix: advice(value, type),
      nearest: [],
    }));
}

function fits(value: Literal, type: string, { country, timezone }: { country: string | null; timezone: string }): boolean {
  if (type === "number") return readNumber(value, country) !== null && !asText(value).includes("%");
  if (type === "bool") return readYesNo(value) !== null;
  return readDate(value, { country, timezone } as Parameters<typeof readDate>[1]) !== null;
}

function advice(value: Literal, type: string): string {
  if (type === "number" && asText(value).includes("%"))
    return "Write the share: 15% is `0.15`. What a call says is turned into it by `format: percent`.";
  return "Write such a value, or choose a property of another type.";
}

function unfitFormat({ set, property, place }: PropertyUse, { type }: PropertyDefinition, kind: string): Found[] {
  const format = set?.format ?? null;
  if (format === null || set?.map || FORMATS[type]?.includes(format)) return [];
  return [
    {
      ...place,
      message: `\`${property}\` takes ${kind}; \`format: ${format}\` gives something else.`,
      fix: `Use ${FORMATS[type]?.map((name) => `\`format: ${name}\``).join(" or ") ?? "another format"}, or write another property.`,
      nearest: FORMATS[type] ?? [],
    },
  ];
}

/** Words that a template always puts around its value: “{{ x }} calls”. */
function unfitTemplate({ set, property, place }: PropertyUse, { type }: PropertyDefinition, kind: string): Found[] {
  const words = type === "bool" ? null : fixedWords(set);
  if (words === null) return [];
  return [
    {
      ...place,
      message: `\`${property}\` takes ${kind}; the template puts the words ${listed([words])} beside it.`,
      fix: "Leave only what stands between `{{` and `}}`.",
      nearest: [],
    },
  ];
}

function fixedWords(set: SetRule | null): string | null {
  if (set?.source.kind !== "template" || set.format !== null || set.map !== null || set.source.template.includes("{%")) return null;
  const fixed = set.source.template.replace(/\{\{[^]*?\}\}/g, " ").trim();
  return /\p{L}{2,}/u.test(fixed) && !/^T\d/.test(fixed) ? fixed : null;
}
