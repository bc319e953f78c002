import { NAMES } from "../../../call/names.ts";
import { didYouMean, nearest } from "../../../compiler/words/did-you-mean.ts";
import { OBJECTS, OBJECT_OF_NAME } from "../../../hubspot/model/objects.ts";
import type { Mapping } from "../../../mapping/compiled-mapping.ts";
import { SENT_AS } from "../../../otonistark/dialects.ts";
import { WORDS } from "../portal-file/portal-schema.ts";
import { InputError } from "../read-files.ts";

type Group = Record<string, unknown>;

/**
 * A word that is misspelt in what an example or a portal file gives would be passed over in silence, and the example then shows something
 * else than it says. `where`: the beginning of the message. Throws InputError.
 */
export function checkPortal(given: Group, mappings: Mapping[], where: string, more: string[] = []): void {
  const records = new Set(mappings.flatMap((mapping) => mapping.records.map(({ name }) => name)));
  const known = [...records, ...WORDS, ...more];
  for (const [word, value] of Object.entries(given)) {
    if (WORDS.includes(word) && word !== "owners") checkObjects(value, mappings, `${where}.${word}`);
    else if (!known.includes(word) && !Object.hasOwn(OBJECT_OF_NAME, word))
      throw new InputError(
        `${where}: \`${word}\` is neither a record of the mappings nor one of ${WORDS.join(", ")}.${didYouMean(word, known)}`,
      );
    else if (records.has(word)) for (const record of [value].flat()) checkProperties(record, word, mappings, `${where}.${word}`);
  }
}

function checkObjects(groups: unknown, mappings: Mapping[], where: string): void {
  const own = mappings.flatMap((mapping) => mapping.records.map(({ object }) => object));
  const known = new Set([...OBJECTS, ...Object.keys(OBJECT_OF_NAME), ...own]);
  for (const object of isGroup(groups) ? Object.keys(groups) : []) {
    if (!known.has(object))
      throw new InputError(`${where}: \`${object}\` is no kind of record in the mappings.${didYouMean(object, known)}`);
  }
}

/** Words of a record that are no properties. */
const RECORD_WORDS = ["id", "properties", "edits", "edited", "newer", "mine"];

/** Properties that the mappings do not read may stand there too; only what is nearly one that they do read is a slip. */
function checkProperties(record: unknown, name: string, mappings: Mapping[], where: string): void {
  if (!isGroup(record)) return;
  const read = mappings
    .flatMap((mapping) => mapping.records.filter((rule) => rule.name === name))
    .flatMap((rule) => [
      ...(rule.kind === "crm" ? rule.reads : []),
      ...rule.set.map(({ property }) => property),
      ...(rule.kind === "crm" ? [...(rule.find_by ?? []), ...(rule.find?.where ?? [])].map(({ property }) => property) : []),
    ]);
  for (const word of [...Object.keys(record), ...Object.keys(isGroup(record["properties"]) ? record["properties"] : {})]) {
    const near = [...RECORD_WORDS, ...read, ...STANDARD].includes(word) ? null : nearest(word, read);
    if (near !== null) throw new InputError(`${where}: \`${word}\` is not a property that the mappings read. Did you mean \`${near}\`?`);
  }
}

/** Properties of every portal whose names are near to one another. */
const STANDARD =
  "firstname lastname email phone mobilephone company website jobtitle city state zip country address name domain amount dealname dealstage pipeline closedate createdate subject content".split(
    " ",
  );

/** Names in a call's body that are nearly one of the sender's. Others may come, and are let be; variables have any name. Throws InputError. */
export function checkCall(call: Group, mappings: Mapping[], where: string): void {
  checkNames(call, JSON.stringify(mappings), where, "");
}

/** `read`: the mappings; a name that stands in them is read, whatever it is. */
function checkNames(call: Group, read: string, where: string, group: string): void {
  const known = Object.keys(NAMES)
    .filter((name) => name.startsWith(group) && !name.slice(group.length).includes(".") && !(group === "" && name === "call"))
    .map((name) => name.slice(group.length));
  for (const [word, value] of Object.entries(call)) {
    const near = known.includes(word) || read.includes(word) || SENT_AS.has(word) ? null : nearest(word, known);
    if (near !== null)
      throw new InputError(`${where}: \`${group}${word}\` is not a name that a call has. Did you mean \`${group}${near}\`?`);
    const name = NAMES[group + word];
    if (name?.type === "group" && !name.open && isGroup(value)) checkNames(value, read, where, `${group}${word}.`);
  }
}

function isGroup(value: unknown): value is Group {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
