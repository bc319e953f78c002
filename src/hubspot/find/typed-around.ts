import { chunks } from "../../chunks.ts";
import type { SearchForms } from "../../normalize/phone-search-forms.ts";
import { SearchPack } from "../records/search-batch.ts";

/** One search holds at most five groups, and a part of a text needs one of its own. */
const PARTS_A_SEARCH = 5;
/** Of a number's last eight digits: numbers of one block share them, and a hundred numbers at most have them in common. */
const BLOCK_DIGITS = 6;
/** What is sought in a burst may cost one search more for so many numbers. */
const NUMBERS_A_SEARCH = 100;
/** Where more are left, most are customers whom HubSpot does not know: a search of their own would hardly find one. */
const MOST_UNKNOWN_A_SEARCH = 20;

/** A text to look for anywhere in a property. */
interface Part {
  property: string;
  text: string;
}

/**
 * Finds numbers with something typed around them (an extension, a second number), of which HubSpot's index makes one long number: by their last digits,
 * and those of one block by the digits that they share. In the room that searches by exact forms leave, and in one search more for each hundred numbers.
 */
export class TypedAround {
  /** Looked through one after the other. */
  readonly #properties: string[];
  readonly #searches: number;
  readonly #asked: Part[] = [];

  /** `sought`: how many numbers there are in all. */
  constructor(properties: string[], sought: number) {
    this.#properties = properties;
    this.#searches = Math.ceil(sought / NUMBERS_A_SEARCH);
  }

  /** Puts what has room into a search that is made anyway; `unknown` are those that no exact form has found so far. */
  fill<T>(pack: SearchPack<T>, unknown: SearchForms[]): void {
    for (const part of this.#open(unknown)) {
      if (!pack.addPart(part.property, part.text)) return;
      this.#asked.push(part);
    }
  }

  /** The searches for what is still to look for, as far as they are paid for; the blocks with the most numbers first; none where too many are left. Hits are read with `properties`. */
  packs<T>(unknown: SearchForms[], properties: string[]): SearchPack<T>[] {
    if (unknown.length > this.#searches * MOST_UNKNOWN_A_SEARCH) return [];
    return chunks(this.#open(unknown), PARTS_A_SEARCH)
      .slice(0, this.#searches)
      .map((parts) => {
        const pack = new SearchPack<T>(properties);
        for (const { property, text } of parts) pack.addPart(property, text);
        return pack;
      });
  }

  #open(unknown: SearchForms[]): Part[] {
    const blocks = [...Map.groupBy(unknown, ({ ending }) => ending.slice(0, BLOCK_DIGITS)).values()];
    const shared = blocks.toSorted((a, b) => b.length - a.length).map((block) => beginningOf(block.map(({ ending }) => ending)));
    const parts = this.#properties.flatMap((property) => shared.map((text) => ({ property, text })));
    return parts.filter(({ property, text }) => !this.#asked.some((part) => part.property === property && text.startsWith(part.text)));
  }
}

/** What all of them begin with. */
function beginningOf([first = "", ...others]: string[]): string {
  let length = first.length;
  while (!others.every((other) => other.startsWith(first.slice(0, length)))) length--;
  return first.slice(0, length);
}
