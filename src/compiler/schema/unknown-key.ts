import { NAMES } from "../../call/names.ts";
import { isGroup, oneOf } from "../words/describe-value.ts";
import { wordMeant } from "../words/other-words.ts";
import type { Path } from "../source-file.ts";

/** What to say of a word that the schema does not know at this place. */
export function unknownWord(word: string, known: string[], path: Path, value: unknown): string {
  const say = (more: string) => `\`${word}\` is not a word I know here. ${more}`;
  const dash = /^-(\w.*)$/.exec(word)?.[1];
  if (dash) return `After the \`-\` comes a space: \`- ${dash}: …\`.`;
  if (known.includes("from") && value === null && isName(word))
    return `Braces without quotes are not a gap. Write \`{ from: ${word} }\`, or in quotes \`"{{ ${word} }}"\`.`;
  const misplaced = inWrongPlace(word, known, path);
  if (misplaced) return misplaced;
  const colon = withoutColon(word, known);
  if (colon) return colon;
  const near = wordMeant(word, known);
  if (near) return say(`Did you mean \`${near}\`?`);
  if (known.includes("at_least")) return say(inTest(word, known, path, value));
  if (known.includes("set") && typeof value !== "object")
    return say(`If it is a HubSpot property, it belongs below \`set:\`. Known here: ${oneOf(known)}.`);
  return say(`Known here: ${oneOf(known)}.`);
}

function isName(word: string): boolean {
  return (
    Object.hasOwn(NAMES, word) || /^(?:extracted_variables|input_variables|lead|campaign|call|contact|deal|company)\.[\w.]+$/.test(word)
  );
}

/** `open true` and `write:forward`. */
function withoutColon(word: string, known: string[]): string | null {
  const [, name = "", rest = ""] = /^(\w+)[\s:=]+(.*)$/.exec(word) ?? [];
  return known.includes(name) ? `After \`${name}\` come a colon and a space: \`${name}: ${rest || "…"}\`.` : null;
}

const ACTIVITY_WORDS = ["body", "at", "owner", "if_too_long", "on", "roll_up"];
const CRM_WORDS = ["find_by", "find", "if_missing", "if_several"];
const CONTACT_WORDS = ["phone_properties", "rematch"];

/** No HubSpot property is called so. */
const FILE_WORDS = ["use", "shadow", "timezone", "working_time", "extra_names"];

const OF_WORKING_TIME = ["days", "holidays"];

function inWrongPlace(word: string, known: string[], path: Path): string | null {
  if (path.includes("find_by") && ["write", "blank"].includes(word))
    return `\`${word}\` says how a property is written, and here one is only looked for. Remove it, or move it below \`set:\`.`;
  if (FILE_WORDS.includes(word) && path.length > 0)
    return `\`${word}\` is said once, for the whole file: move it to the top, beside \`records:\`.`;
  if (OF_WORKING_TIME.includes(wordMeant(word, OF_WORKING_TIME) ?? word) && known.includes("working_time"))
    return `\`${word}\` is not a word I know here. Holidays and days of work stand below \`working_time:\`, such as \`working_time: { holidays: [2026-12-25] }\`.`;
  if (word === "clear" && known.includes("write")) return "`clear` is a way to write: `{ write: clear }`.";
  if (path[0] !== "records" || path.length !== 2) return null;
  if (CRM_WORDS.includes(word) && known.includes("body"))
    return `\`${word}\` is for contacts, companies, deals and tickets. \`${path[1]}\` is always written anew; which records it is associated with is said by \`on:\`.`;
  if (ACTIVITY_WORDS.includes(word) && known.includes("find_by"))
    return `\`${word}\` is for notes, calls and tasks. What shall stand in \`${path[1]}\` belongs below \`set:\`.`;
  if (CONTACT_WORDS.includes(word)) return `\`${word}\` is for contacts only; \`${path[1]}\` is none.`;
  return null;
}

/** Of `call.time_of_day` only. */
const OF_TIME = new Set(["from", "to"]);

/** `lead: { campaign: { name: … } }` is how others nest; here the dots do it. */
function inTest(word: string, known: string[], path: Path, value: unknown): string {
  let name = `${path.at(-1)}.${word}`;
  if (!Object.hasOwn(NAMES, name)) return `The tests are ${oneOf(known.filter((test) => !OF_TIME.has(test)))}.`;
  for (let below = value; isGroup(below) && Object.keys(below).length === 1;) {
    const [[next, within] = ["", null]] = Object.entries(below);
    if (!Object.hasOwn(NAMES, `${name}.${next}`)) break;
    [name, below] = [`${name}.${next}`, within];
  }
  return `For a name within a name write \`${name}: …\`.`;
}
