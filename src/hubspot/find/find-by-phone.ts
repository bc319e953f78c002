import { chunks } from "../../chunks.ts";
import type { Phone } from "../../normalize/phone-number.ts";
import { type SearchForms, searchForms } from "../../normalize/phone-search-forms.ts";
import type { HubSpot } from "../http/client.ts";
import { SearchPack, type SearchValues, packsOf } from "../records/search-batch.ts";
import { PhoneMatches, type PhoneSearch, TYPED } from "./phone-matches.ts";
import { TypedAround } from "./typed-around.ts";

/** HubSpot's own: area code and local number, whatever way the number was typed. */
const PHONE = "hs_searchable_calculated_phone_number";
const MOBILE = "hs_searchable_calculated_mobile_number";
/** One search holds at most five groups. */
const TYPED_A_SEARCH = 5;
/** Every further page is a search, too. */
const ONE_PAGE = 1;

/**
 * Finds the contacts of many phone numbers in as few searches as their 3,000 characters allow. Search is over-inclusive, so every hit is
 * checked as E.164. The result maps each E.164 number to its contacts' ids; search lags, so what they hold must be read again.
 * Throws HubSpotFailure.
 */
export async function findByPhones(hubspot: HubSpot, phones: Phone[], search: PhoneSearch): Promise<Map<string, string[]>> {
  const matches = new PhoneMatches(phones, search);
  const wanted = phones.map((phone) => ({ phone, forms: searchForms(phone) }));
  const run = async (packs: SearchPack<Wanted>[]): Promise<void> => {
    for (const hits of await Promise.all(packs.map((pack) => pack.search(hubspot, "contacts")))) matches.add(hits);
  };
  const [only, ...others] = wanted;
  const further = furtherSteps(search.phoneProperties);
  if (only !== undefined && others.length === 0) {
    await run([alone(only, matches.properties)]);
    await inACrowd(wanted, further, matches, run);
  } else {
    const around = new TypedAround([PHONE, MOBILE], wanted.length);
    await inACrowd(wanted, [...(search.everyOne ? [EVERYWHERE] : IN_TURN), ...further], matches, run, around);
    for (const pack of around.packs<Wanted>(unknownOf(wanted, matches), matches.properties))
      matches.add(await pack.search(hubspot, "contacts", ONE_PAGE));
  }
  // One that is looked for alone is looked for everywhere at once.
  return matches.ids(others.length === 0 || search.everyOne);
}

interface Wanted {
  phone: Phone;
  forms: SearchForms;
}

/** What is looked for of each number at a time. */
type Step = (wanted: Wanted) => SearchValues;

/** Nearly every contact is found by the first, and it is the shortest. */
const IN_TURN: Step[] = [
  ({ forms }) => ({ [PHONE]: [forms.own] }),
  ({ forms }) => ({ [PHONE]: [...forms.readings, ...forms.spellings] }),
  ({ forms }) => ({ [MOBILE]: [forms.own, ...forms.readings, ...forms.spellings] }),
];

const EVERYWHERE: Step = ({ forms }) => {
  const values = [forms.own, ...forms.readings, ...forms.spellings];
  return { [PHONE]: values, [MOBILE]: values };
};

/** Typed forms are looked for where HubSpot calculates nothing: in further properties, and of numbers that no numbering plan knows. */
function furtherSteps(phoneProperties: string[]): Step[] {
  return chunks([...TYPED, ...phoneProperties], TYPED_A_SEARCH).map((properties) => ({ phone, forms }) => {
    const likely = phone.country === null ? properties : properties.filter((property) => !TYPED.includes(property));
    return Object.fromEntries(likely.map((property) => [property, lowerCase(forms.typed)]));
  });
}

/** One search for all that a number may look like; for what else was typed around it, by its last digits. */
function alone(wanted: Wanted, properties: string[]): SearchPack<Wanted> {
  const { own, readings, spellings, seldom, typed, ending } = wanted.forms;
  const values = [own, ...readings, ...spellings, ...seldom];
  const pack = new SearchPack<Wanted>(properties);
  pack.add(wanted, { [PHONE]: values, [MOBILE]: values });
  for (const property of [PHONE, MOBILE]) pack.addPart(property, ending);
  pack.add(wanted, { phone: lowerCase(typed) });
  return pack;
}

/** Step by step for those that are not found yet; what is left of a step's last search is filled with the steps to come, then with what may stand around. */
async function inACrowd(
  wanted: Wanted[],
  steps: Step[],
  matches: PhoneMatches,
  run: (packs: SearchPack<Wanted>[]) => Promise<void>,
  around?: TypedAround,
): Promise<void> {
  const asked = new Map<Step, Set<Wanted>>(steps.map((step) => [step, new Set()]));
  for (const [index, step] of steps.entries()) {
    const missing = wanted.filter(({ phone }) => matches.lacks(phone));
    const packs = packsOf(
      missing.filter((each) => asked.get(step)?.has(each) !== true),
      step,
      matches.properties,
    );
    const last = packs.at(-1);
    if (last !== undefined) {
      const all = steps.slice(index + 1).map((later) => fill(last, missing, later, asked.get(later) as Set<Wanted>));
      if (index > 0 && !all.includes(false)) around?.fill(last, unknownOf(missing, matches));
    }
    await run(packs);
  }
}

const unknownOf = (wanted: Wanted[], matches: PhoneMatches): SearchForms[] =>
  wanted.filter(({ phone }) => !matches.has(phone)).map(({ forms }) => forms);

/** Whether all of them fitted. */
function fill(pack: SearchPack<Wanted>, wanted: Wanted[], step: Step, asked: Set<Wanted>): boolean {
  for (const each of wanted) {
    if (!pack.add(each, step(each))) return false;
    asked.add(each);
  }
  return true;
}

const lowerCase = (values: string[]): string[] => values.map((value) => value.toLowerCase());
