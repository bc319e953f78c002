import type { Phone } from "../../normalize/phone-number.ts";
import { type SearchForms, searchForms } from "../../normalize/phone-search-forms.ts";
import type { HubSpot } from "../http/client.ts";
import type { FoundRecord } from "../records/read-records.ts";
import { SearchPack } from "../records/search-batch.ts";
import { CALCULATED_PHONE } from "../model/lookup.ts";
import { PhoneMatches, type PhoneSearch } from "./phone-matches.ts";
import { EVERYWHERE, CALCULATED_MOBILE, type Step, type WantedPhone, furtherSteps, lowerCase, stepsInTurn } from "./phone-steps.ts";
import { SearchQueue, isNothing } from "./search-queue.ts";
import type { Sharing } from "./shared-searches.ts";
import { TypedAround } from "./typed-around.ts";

/** Every further page is a search, too. */
const ONE_PAGE = 1;

/**
 * Finds the contacts of many phone numbers in as few searches as their 3,000 characters allow. Search is over-inclusive, so every hit is
 * checked as E.164. The result maps each E.164 number to its contacts' ids; search lags, so what they hold must be read again.
 * Throws HubSpotFailure.
 */
export async function findByPhones(
  hubspot: HubSpot,
  phones: Phone[],
  search: PhoneSearch,
  { shared, place }: Sharing,
): Promise<Map<string, string[]>> {
  const matches = new PhoneMatches(phones, search);
  const wanted = phones.map((phone) => ({ phone, forms: searchForms(phone) }));
  const [only, ...others] = wanted;
  const further = furtherSteps(search.phoneProperties);
  if (only !== undefined && others.length === 0) {
    matches.add(await alone(only, matches.properties).search(hubspot, "contacts"));
    await inACrowd({ hubspot, wanted, matches, queue: new SearchQueue("contacts", matches.properties), place }, further);
    // One that is looked for alone is looked for everywhere at once.
    return matches.ids(true);
  }
  const around = new TypedAround([CALCULATED_PHONE, CALCULATED_MOBILE], wanted.length);
  const learn = (hits: FoundRecord[]) => shared.reading.learn(hits, search.country);
  const queue = shared.contactsByPhone([...matches.properties, CALCULATED_PHONE]);
  const crowd = { hubspot, wanted, matches, queue, place, learn, around };
  await inACrowd(crowd, [...(search.everyOne ? [EVERYWHERE] : stepsInTurn(shared.reading)), ...further]);
  for (const pack of around.packs<WantedPhone>(unknownOf(wanted, matches), matches.properties))
    matches.add(await pack.search(hubspot, "contacts", ONE_PAGE));
  return matches.ids(search.everyOne);
}

/** One search for all that a number may look like; for what else was typed around it, by its last digits. */
function alone(wanted: WantedPhone, properties: string[]): SearchPack<WantedPhone> {
  const { own, readings, spellings, seldom, typed, ending } = wanted.forms;
  const values = [own, ...readings, ...spellings, ...seldom];
  const pack = new SearchPack<WantedPhone>(properties);
  pack.add(wanted, { [CALCULATED_PHONE]: values, [CALCULATED_MOBILE]: values });
  for (const property of [CALCULATED_PHONE, CALCULATED_MOBILE]) pack.addPart(property, ending);
  pack.add(wanted, { phone: lowerCase(typed) });
  return pack;
}

/** Numbers that are looked for together. */
interface Crowd {
  hubspot: HubSpot;
  wanted: WantedPhone[];
  matches: PhoneMatches;
  queue: SearchQueue<WantedPhone>;
  place: number;
  /** Told of every hit. */
  learn?(hits: FoundRecord[]): void;
  around?: TypedAround;
}

/** Step by step for those that are not found yet; what room a search has left is filled with the steps to come, then with what may stand around. */
async function inACrowd({ wanted, matches, queue, learn, around, ...who }: Crowd, steps: Step[]): Promise<void> {
  const asked = new Map<Step, Set<WantedPhone>>(steps.map((step) => [step, new Set()]));
  const isMissing = ({ phone }: WantedPhone) => matches.lacks(phone);
  for (const [index, step] of steps.entries()) {
    const items = wanted.filter((each) => isMissing(each) && !asked.get(step)?.has(each) && !isNothing(step(each)));
    if (items.length === 0) continue;
    await queue.seek({
      ...who,
      items,
      valuesOf: step,
      lookAhead: (pack) => {
        const missing = wanted.filter(isMissing);
        const all = steps.slice(index + 1).map((later) => fill(pack, missing, later, asked.get(later) as Set<WantedPhone>));
        if (index > 0 && !all.includes(false)) around?.fill(pack, unknownOf(missing, matches));
      },
      onHits: (hits) => {
        matches.add(hits);
        learn?.(hits);
      },
    });
  }
}

const unknownOf = (wanted: WantedPhone[], matches: PhoneMatches): SearchForms[] =>
  wanted.filter(({ phone }) => !matches.has(phone)).map(({ forms }) => forms);

/** Whether all of them fitted. */
function fill(pack: SearchPack<WantedPhone>, wanted: WantedPhone[], step: Step, asked: Set<WantedPhone>): boolean {
  for (const each of wanted) {
    const values = step(each);
    // What has nothing to look for yet may have later.
    if (Object.keys(values).length === 0) continue;
    if (!pack.add(each, values)) return false;
    asked.add(each);
  }
  return true;
}
