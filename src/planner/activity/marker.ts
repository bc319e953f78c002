import { escapeHtml, unescapeHtml } from "../../html/escape.ts";
import { linesOf } from "../../hubspot/model/body-lines.ts";

/**
 * The last line of every note, call and task that we write. It tells a person where the text is from, and tells us, after a crash,
 * that this activity is already there. The same in every language.
 */
export interface Mark {
  callId: string;
  /** The record's name in the mapping. */
  record: string;
}

/** Named only where it is not this one. */
const USUAL_RECORD = "note";
/** Alone on its line: a person may write of OtoniStark too. */
const MARK = /^OtoniStark (?!call$)([^\s<>·]+)(?: · ([^\s<>·]+))?$/;
/** As version 1.0 wrote it, and people's editors may have joined it with other lines since. */
const FIRST_MARK = /OtoniStark call ([^\s<>·]+)(?:\s+·\s+([^\s<>·]+))?/g;

/** `<p><em>OtoniStark 12345 · follow_up</em></p>` */
export function noteMark(callId: string, record: string): string {
  const name = record === USUAL_RECORD ? "" : ` · ${encode(record)}`;
  return `<p><em>OtoniStark ${escapeHtml(callId === "call" ? "%63all" : encode(callId))}${name}</em></p>`;
}

/** The last mark in a body, however HubSpot or a person's editor has rewritten its HTML; null if there is none. */
export function readMark(html: string): Mark | null {
  const last = lastMark(html);
  if (!last) return null;
  const [callId, record] = [decode(last[1] as string), last[2] === undefined ? USUAL_RECORD : decode(last[2])];
  return callId === null || record === null ? null : { callId, record };
}

function lastMark(html: string): RegExpMatchArray | undefined {
  const alone = linesOf(html).map((line) => MARK.exec(textOf(line, "").trim()));
  return alone.findLast((mark) => mark !== null) ?? [...textOf(html, " ").matchAll(FIRST_MARK)].at(-1);
}

function textOf(html: string, tag: string): string {
  return unescapeHtml(html.replace(/<[^>]*>/g, tag)).replace(/[\s\u00a0]+/g, " ");
}

/** An id is arbitrary text (even `call`, which version 1.0 put before it): what HTML, white space or our own separator would change goes as `%20`. */
function encode(text: string): string {
  return text.replace(/[^A-Za-z0-9_.:@/+=-]/gu, (character) =>
    isLone(character) ? "%EF%BF%BD" : encodeURIComponent(character).replace(/[!'()*]/g, (plain) => `%${plain.charCodeAt(0).toString(16)}`),
  );
}

function isLone(character: string): boolean {
  return /[\ud800-\udfff]/.test(character) && character.length === 1;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
