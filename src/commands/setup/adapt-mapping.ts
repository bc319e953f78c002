import { LANGUAGES, type Language } from "../../language/language.ts";
import { CannotCheck } from "../portal/ask.ts";
import { countryNamed, countryOf } from "./country.ts";
import { MappingLines, type RecordAs } from "./mapping-lines.ts";
import type { PortalFacts, Setup } from "./options.ts";

const KEEP = "keep";

/** Country, time zone, language, note or call, and which stage means that a call reached its goal: from the portal's own words. */
export async function adaptMapping(setup: Setup, facts: PortalFacts): Promise<void> {
  const lines = new MappingLines();
  if (!lines.exists) return setup.prompter.say(`${lines.path} is not there: your own mappings are left alone.`);
  await setCountry(setup, lines, facts);
  await setTimeZone(setup, lines, facts);
  await setLanguage(setup, lines);
  await setRecordAs(setup, lines);
  await setStage(setup, lines, facts);
}

async function setCountry({ flags, prompter, memory }: Setup, lines: MappingLines, { timeZone }: PortalFacts): Promise<void> {
  const check = (text: string) => (countryNamed(text) === null ? "No country is called so. Two letters, please: BR, PT, US." : undefined);
  // The first time where the portal is; afterwards what stands there.
  const initial = (memory.note("country") === null ? countryOf(timeZone) : null) ?? lines.top("country") ?? "BR";
  const given =
    flags.country ??
    (await prompter.text({
      message: "Where are phone numbers from that have no country code? (BR, or a country's name)",
      flag: "--country",
      initial,
      check,
    }));
  const wrong = check(String(given));
  if (wrong) throw new CannotCheck(`--country ${String(given)}: ${wrong}`);
  const country = countryNamed(String(given)) as string;
  lines.setTop("country", country);
  memory.keepNote("country", country);
}

async function setTimeZone({ flags, prompter, memory }: Setup, lines: MappingLines, { timeZone }: PortalFacts): Promise<void> {
  const zones = new Set(Intl.supportedValuesOf("timeZone"));
  const check = (zone: string) =>
    zones.has(zone.trim()) || zone.trim() === "UTC" ? undefined : "A continent and a city, please: America/Sao_Paulo.";
  // The first time the portal's own; afterwards what stands there.
  const initial = memory.note("timezone") === null && zones.has(timeZone) ? timeZone : (lines.top("timezone") ?? timeZone);
  const given = String(
    flags.timezone ?? (await prompter.text({ message: "The time zone of dates in notes", flag: "--timezone", initial, check })),
  ).trim();
  const wrong = check(given);
  if (wrong) throw new CannotCheck(`--timezone ${given}: ${wrong}`);
  lines.setTop("timezone", given);
  memory.keepNote("timezone", given);
}

async function setLanguage({ flags, prompter, memory }: Setup, lines: MappingLines): Promise<void> {
  const names: Record<Language, string> = { en: "English", pt: "Português", es: "Español" };
  // The first time the country's; afterwards what stands there.
  const spoken = new Intl.Locale(`und-${lines.top("country") ?? "BR"}`).maximize().language;
  const initial = (memory.note("language") === null ? languageNamed(spoken) : null) ?? lines.top("language") ?? "en";
  const given = String(
    flags.language ??
      (await prompter.choose({
        message: "In which language shall notes be?",
        flag: "--language",
        options: LANGUAGES.map((value) => ({ value, label: names[value] })),
        initial,
      })),
  );
  const language = languageNamed(given);
  if (language === null) throw new CannotCheck(`--language ${given}: notes speak en (English), pt (Português) or es (Español).`);
  if (!lines.setTop("language", language))
    prompter.warn(`${lines.path} has no line \`language:\` any more: add \`language: ${language}\` at its top.`);
  memory.keepNote("language", language);
}

/** `pt`, `pt-BR`, `Portuguese`, `português`. */
function languageNamed(text: string): Language | null {
  const word = text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const begins: Record<Language, RegExp> = {
    en: /^en(?:$|[-_]|glish|gl)/,
    pt: /^(?:pt(?:$|[-_])|portug)/,
    es: /^(?:es(?:$|[-_]|pan)|spanish)/,
  };
  return LANGUAGES.find((language) => begins[language].test(word)) ?? null;
}

const RECORDS: Record<RecordAs, string> = {
  note: "A note on the contact and its deal",
  call: "HubSpot's own kind of call, which counts in its call reports",
};

async function setRecordAs({ flags, prompter, memory }: Setup, lines: MappingLines): Promise<void> {
  const now = lines.recordAs;
  const given = String(
    flags["record-as"] ??
      (await prompter.choose({
        message: "What shall a call become?",
        flag: "--record-as",
        options: Object.entries(RECORDS).map(([value, label]) => ({ value, label })),
        initial: now ?? "note",
      })),
  )
    .trim()
    .toLowerCase();
  if (given !== "note" && given !== "call") throw new CannotCheck(`--record-as ${given}: a call becomes a note or a call.`);
  if (now !== null && now !== given && !lines.setRecordAs(given, memory))
    prompter.warn(`${lines.path} has been rewritten: what a call becomes is left as it stands there. mappings/examples/ shows both.`);
  memory.keepNote("record-as", given);
}

async function setStage({ flags, prompter }: Setup, lines: MappingLines, { schema }: PortalFacts): Promise<void> {
  const stages = (schema.pipelines["deals"] ?? []).flatMap(({ label: pipeline, stages: some }) =>
    some.map(({ label }) => ({ value: label, label: `${pipeline}: ${label}` })),
  );
  if (stages.length === 0) return;
  const options = [{ value: KEEP, label: "Leave deals where they are" }, ...stages];
  const given = String(
    flags.stage ??
      (await prompter.choose({
        message: "A call has reached its goal: to which stage does the customer's open deal move?",
        flag: "--stage",
        options,
        initial: lines.stage ?? KEEP,
      })),
  );
  if (given === KEEP) return;
  const stage = stages.find(({ value }) => value.toLowerCase() === given.toLowerCase())?.value;
  if (stage === undefined) throw new CannotCheck(`--stage ${given}: your pipelines have ${stages.map(({ label }) => label).join(", ")}.`);
  const isSet = lines.setStage(stage);
  if (isSet) prompter.say(`A deal moves to ${stage} when a call reached its goal (${lines.path}).`);
  else prompter.warn(`${lines.path} has no line for it any more: nothing is changed. mappings/README.md shows how to write it.`);
}
