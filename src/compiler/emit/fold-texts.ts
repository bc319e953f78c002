import type { Language } from "../../language/language.ts";
import { isSayable, say } from "../../language/phrases.ts";

const SAID = /\{\{\s*(["'])([^"'{}]*)\1\s*\|\s*t\s*(\|\s*downcase\s*)?\}\}/g;

/** Our own texts in a body (`{{ 'Conversation' | t }}`) are known when it is compiled: no call need work them out. */
export function foldTexts(template: string, language: Language): string {
  return template.replace(SAID, (whole, _quote: string, text: string, downcase: string | undefined) => {
    if (!isSayable(text)) return whole;
    const said = say(text, language);
    return downcase === undefined ? said : said.toLowerCase();
  });
}
