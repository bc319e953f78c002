import { getCountries, isSupportedCountry } from "libphonenumber-js/max";
import { VARIABLE_GROUPS } from "../../call/names.ts";
import { found, isGroup } from "../words/describe-value.ts";
import { plain } from "../words/plain.ts";
import { nearest } from "../words/did-you-mean.ts";
import type { SourceFile } from "../source-file.ts";

/** `country`, `timezone`, `variables`, `labels`, `extra_names`. */
export function checkHead(file: SourceFile, data: Record<string, unknown>): void {
  if (typeof data["country"] === "string") checkCountry(file, data["country"]);
  if (typeof data["timezone"] === "string") checkTimezone(file, data["timezone"]);
  if (isGroup(data["variables"])) checkVariables(file, data["variables"]);
  if (isGroup(data["labels"])) checkLabels(file, data["labels"], data["variables"]);
  for (const [index, name] of (Array.isArray(data["extra_names"]) ? data["extra_names"] : []).entries()) {
    if (typeof name === "string" && !/^[A-Za-z_][\w-]*(\.[\w-]+)*$/.test(name))
      file.report(["extra_names", index], `${found(name)} is not a name: words with dots between them, such as \`order.id\`.`);
  }
}

function checkCountry(file: SourceFile, country: string): void {
  if (isSupportedCountry(country)) return;
  const code = codeOf(country);
  const guess = code ? ` Did you mean \`${code}\`?` : " For instance `BR`, `PT`, `US`.";
  file.report(["country"], `\`country\` takes a country's two letters; found ${found(country)}.${guess}`);
}

/** `br`, `Brazil`, `Brasil`. */
function codeOf(country: string): string | null {
  const wanted = country.trim().toLowerCase();
  const names = ["en", "pt"].map((language) => new Intl.DisplayNames([language], { type: "region", fallback: "none" }));
  const named = (code: string) => [code, ...names.map((name) => name.of(code))];
  return getCountries().find((code) => named(code).some((name) => name?.toLowerCase() === wanted)) ?? null;
}

function checkTimezone(file: SourceFile, timezone: string): void {
  try {
    Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch {
    const zones = Intl.supportedValuesOf("timeZone");
    const city = zones.find((zone) => zone.split("/").at(-1)!.toLowerCase() === timezone.trim().toLowerCase().replaceAll(" ", "_"));
    const near = city ?? ZONES[plain(timezone)] ?? nearest(timezone, zones);
    const guess = near ? ` Did you mean \`${near}\`?` : " A time zone is a continent and a city, such as `America/Sao_Paulo`.";
    file.report(["timezone"], `${found(timezone)} is not a time zone.${guess}`);
  }
}

/** Cities and abbreviations that no zone is named by. */
const ZONES: Record<string, string> = {
  brasilia: "America/Sao_Paulo",
  brt: "America/Sao_Paulo",
  horario_de_brasilia: "America/Sao_Paulo",
  rio_de_janeiro: "America/Sao_Paulo",
  belo_horizonte: "America/Sao_Paulo",
  lisboa: "Europe/Lisbon",
  cidade_do_mexico: "America/Mexico_City",
  ciudad_de_mexico: "America/Mexico_City",
};

function checkVariables(file: SourceFile, variables: Record<string, unknown>): void {
  for (const name of Object.keys(variables)) {
    const group = VARIABLE_GROUPS.find((one) => name.startsWith(`${one}.`));
    if (group) file.report(["variables", name], `Variables are listed by their bare name: \`${name.slice(group.length + 1)}\`.`, "key");
    else if (!/^[A-Za-z_][\w-]*$/.test(name))
      file.report(["variables", name], `${found(name)} is not a variable's name: small letters, digits and _, as in OtoniStark.`, "key");
  }
}

/** A label of something that the file lists otherwise is a slip of the pen. */
function checkLabels(file: SourceFile, labels: Record<string, unknown>, variables: unknown): void {
  const known = isGroup(variables) ? Object.keys(variables) : [];
  for (const name of Object.keys(labels)) {
    const group = VARIABLE_GROUPS.find((one) => name.startsWith(`${one}.`));
    const near = known.includes(name) ? null : nearest(name, known);
    if (group) file.report(["labels", name], `A label stands behind the variable's bare name: \`${name.slice(group.length + 1)}\`.`, "key");
    else if (near !== null)
      file.report(["labels", name], `\`${name}\` is not among this file's \`variables:\`. Did you mean \`${near}\`?`, "key");
  }
}
