import { CALL_REASONS } from "./call-reasons.ts";
import { CONDITION_REASONS } from "./condition-reasons.ts";
import { OPERATOR_REASONS } from "./operator-reasons.ts";
import type { Language } from "./words.ts";

/**
 * A reason, as a receipt, a plan or a refusal gives it, in the reader's language. Receipts keep the English sentence: it is public, and older ones hold
 * it already. So the sentence is the key of its translation, as in gettext; what no phrasebook knows stays as it is.
 */
export function sayReason(text: string, language: Language): string {
  if (language === "en" || text.length > LONGEST) return text;
  const quotes: string[] = [];
  const bare = text.replace(QUOTED, (quote) => String.fromCharCode(FIRST_QUOTE + quotes.push(quote) - 1));
  return translated(bare, 0).replace(MARK, (mark) => quotes[mark.charCodeAt(0) - FIRST_QUOTE] ?? mark);
}

/** No reason of ours is longer. */
const LONGEST = 4_000;
/** Names of the mapping's, of HubSpot's and of the sender's: never translated, and never mistaken for words of a sentence. */
const QUOTED = /`[^`]*`|“[^”]*”/g;
/** Stand for them meanwhile. */
const FIRST_QUOTE = 0xe000;
const MARK = /[\ue000-\uf8ff]/g;
/** A reason holds others; more than so many levels is no reason of ours. */
const DEEPEST = 8;

interface Phrase {
  pattern: RegExp;
  slots: { name: string; isReason: boolean }[];
  portuguese: string;
}

/** `{a}` stands for a name, which ends where a reason does; `{~a}` for another reason. */
function phrase([english, portuguese]: readonly [string, string]): Phrase {
  const slots: Phrase["slots"] = [];
  const source = english.split(/(\{~?\w+\})/).map((part) => {
    const slot = /^\{(~?)(\w+)\}$/.exec(part);
    // `5` or more is one value, not two conditions.
    if (part === " or ") return " or (?!more|less)";
    if (slot === null) return part.replace(/[.*+?^$()|[\]\\{}]/g, String.raw`\$&`);
    slots.push({ name: slot[2] as string, isReason: slot[1] === "~" });
    return slot[1] === "~" ? "([^]+?)" : "((?:(?![;:.] )[^])+?)";
  });
  return { pattern: new RegExp(`^${source.join("")}$`), slots, portuguese };
}

const SENTENCES = [...CALL_REASONS, ...OPERATOR_REASONS];
const EXACT = new Map([...SENTENCES, ...CONDITION_REASONS].filter(([english]) => !english.includes("{")));
const isPattern = ([english]: readonly [string, string]) => english.includes("{");
const SENTENCE_PHRASES = SENTENCES.filter(isPattern).map(phrase);
/** Their words are in every sentence: they come last. */
const CONDITION_PHRASES = CONDITION_REASONS.filter(isPattern).map(phrase);
/** A record, or a mapping, and what is said of it. */
const NAMED = /^([^:;]{1,80}): ([^]+)$/;

/** A sentence that is known; else several of them, those named before the others, for theirs may hold several. */
function translated(text: string, level: number): string {
  if (level > DEEPEST) return text;
  const [, name, said] = NAMED.exec(text) ?? [];
  return (
    EXACT.get(text) ??
    filled(SENTENCE_PHRASES, text, level) ??
    inParts(text, ". ", level) ??
    (said === undefined ? null : prefixed(name as string, EXACT.get(said) ?? filled(SENTENCE_PHRASES, said, level))) ??
    inParts(text, "; ", level) ??
    filled(CONDITION_PHRASES, text, level) ??
    (said === undefined ? text : (prefixed(name as string, translated(said, level + 1)) as string))
  );
}

const prefixed = (name: string, said: string | null): string | null => (said === null ? null : `${name}: ${said}`);

function inParts(text: string, joint: string, level: number): string | null {
  const parts = text.split(joint);
  return parts.length === 1 ? null : parts.map((part) => translated(part, level + 1)).join(joint);
}

function filled(phrases: Phrase[], text: string, level: number): string | null {
  for (const { pattern, slots, portuguese } of phrases) {
    const found = pattern.exec(text);
    if (found === null) continue;
    return slots.reduce((sentence, { name, isReason }, index) => {
      const part = found[index + 1] as string;
      return sentence.replaceAll(`{${name}}`, () => (isReason ? translated(part, level + 1) : part));
    }, portuguese);
  }
  return null;
}
