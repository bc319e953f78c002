import { CannotCheck } from "../portal/ask.ts";
import { countryNamed, countryOf } from "./country.ts";
import { MappingLines } from "./mapping-lines.ts";
import type { PortalFacts, Setup } from "./options.ts";

const KEEP = "keep";

/** Country, time zone, and which stage means that a call reached its goal: from the portal's own words. */
export async function adaptMapping(setup: Setup, facts: PortalFacts): Promise<void> {
  const lines = new MappingLines();
  if (!lines.exists) return setup.prompter.say(`${lines.path} is not there: your own mappings are left alone.`);
  await setCountry(setup, lines, facts);
  await setTimeZone(setup, lines, facts);
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
