import { usReading } from "../../normalize/phone-readings.ts";
import { searchForms } from "../../normalize/phone-search-forms.ts";
import { phonesIn } from "../../normalize/phones-in-field.ts";
import { CALCULATED_PHONE } from "../model/lookup.ts";
import type { FoundRecord } from "../records/read-records.ts";

/** So many contacts that tell the readings apart, and none to the contrary: then the portal has shown how it reads. */
const SHOWN_BY = 50;
/** From then on the first so many unknown numbers are looked for under the other reading all the same, and one in fifty of the others: one of them found, and all are. */
const SAMPLE = 50;
const ONE_IN = 50;

/**
 * How a portal's index reads a number typed without `+`, as the contacts show that bursts find: each is read with what was typed and with what
 * HubSpot made of it. Most say nothing, for both readings make the same of what they hold.
 */
export class IndexReading {
  #national = 0;
  #american = 0;
  #asked = 0;

  /** Takes in what a search has found. `country`: where numbers without a country code are from. */
  learn(hits: FoundRecord[], country: string | null): void {
    for (const { properties } of hits) {
      const [typed, index] = [properties["phone"] ?? "", properties[CALCULATED_PHONE]];
      const american = usReading(typed);
      const national = american === null || !index ? null : nationalReading(typed, country);
      if (national === null || national === american) continue;
      if (index === national) this.#national += 1;
      if (index === american) this.#american += 1;
    }
  }

  /** Whether the portal has shown that it reads numbers as its own country does. */
  get isNational(): boolean {
    return this.#national >= SHOWN_BY && this.#american === 0;
  }

  /** Whether one more unknown number needs no looking for under the United States' reading. */
  sparesOneMore(): boolean {
    if (!this.isNational) return false;
    this.#asked += 1;
    return this.#asked > SAMPLE && this.#asked % ONE_IN !== 0;
  }
}

/** Null where more than one number was typed, or none. */
function nationalReading(typed: string, country: string | null): string | null {
  const [phone, ...others] = phonesIn(typed, country);
  return phone === undefined || others.length > 0 ? null : searchForms(phone).own;
}
