import { isNumberProperty } from "../../hubspot/model/known-properties.ts";
import { found } from "../words/describe-value.ts";
import type { Path, SourceFile } from "../source-file.ts";

/** Properties whose values HubSpot knows by id and people by label. */
const LABELLED = new Map(
  Object.entries({
    dealstage: "a stage by its label, such as `Contract sent`",
    hs_pipeline_stage: "a stage by its label, such as `Waiting on contact`",
    pipeline: "a pipeline by its label, such as `Sales Pipeline`",
    hs_pipeline: "a pipeline by its label, such as `Support Pipeline`",
    lifecyclestage: "a stage by its name, such as `lead`",
    hubspot_owner_id: "an owner by e-mail",
  }),
);

/** A number where an id is meant, and what is no number at all. */
export function checkLiteral(file: SourceFile, value: unknown, path: Path, property: string): void {
  if (typeof value === "string") return checkText(file, value, path, property);
  if (typeof value !== "number") return;
  const written = file.spot(path)?.scalar?.source ?? String(value);
  const label = LABELLED.get(property);
  if (label) file.report(path, `\`${property}\` takes ${label}, or by its id in quotes: "${written}". Found the number ${written}.`);
  else if (!Number.isFinite(value)) file.report(path, `\`${written}\` is not a number that HubSpot takes.`);
}

const E_MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Texts that HubSpot takes nowhere in such a property. */
function checkText(file: SourceFile, text: string, path: Path, property: string): void {
  if (file.portalFollows || text.trim() === "" || (path.at(-1) === "otherwise" && text === "keep")) return;
  if (property === "hubspot_owner_id" && !E_MAIL.test(text) && !/^\d+$/.test(text))
    file.report(path, `\`hubspot_owner_id\` takes an owner by e-mail, such as \`ana@acme.com\`; found ${found(text)}.`);
  else if (isNumberProperty(property) && !/\d/.test(text)) file.report(path, `\`${property}\` takes a number; found ${found(text)}.`);
}
