import { describe, expect, it } from "vitest";
import { sanitizeHtml } from "../../../src/html/sanitize.ts";
import { unescapeHtml } from "../../../src/html/escape.ts";
import { sameValue } from "../../../src/hubspot/model/same-value.ts";
import { holds } from "../../../src/mapping/conditions.ts";
import { FORMATS } from "../../../src/mapping/formats.ts";
import { FILTERS } from "../../../src/mapping/template/filters.ts";
import { TemplateStopped } from "../../../src/mapping/template/limits.ts";
import { renderHtml, renderText } from "../../../src/mapping/template/render.ts";
import { readDate } from "../../../src/normalize/date.ts";
import { readEmail, readSoleEmail } from "../../../src/normalize/email.ts";
import { readNumber, readPercent } from "../../../src/normalize/number.ts";
import { splitName } from "../../../src/normalize/person-name.ts";
import { readPhone } from "../../../src/normalize/phone.ts";
import { phonesIn } from "../../../src/normalize/phones-in-field.ts";
import { saysNothing } from "../../../src/normalize/says-nothing.ts";
import { readDomain, readUrl, readYesNo } from "../../../src/normalize/text.ts";
import { parsePostCall } from "../../../src/otonistark/parse.ts";
import { toPropertyValue } from "../../../src/hubspot/model/property-value.ts";
import { EMPTY_PORTAL_SCHEMA } from "../../../src/hubspot/model/portal-schema.ts";

/** What readers stumble over: a beginning, many of one piece, and an end that fits nothing. */
const PIECES = [" ", "(", "{{a", "<a href='", "&#", "a@", "a.", "1 ", "\u0301", "\ud83d", "\n", " at a dot "];
const EDGES: [string, string][] = [["a", "b"]];
const SMALL = 2_500;
const LARGE = 250_000;
/** On a busy machine a linear reader takes some tenths of a second; what is quadratic takes a minute. */
const TOLERATED_MS = 1_500;

const fill = (piece: string, length: number, [before, after]: [string, string]) =>
  before + piece.repeat(Math.ceil(length / piece.length)).slice(0, length) + after;

const LOCALE = { country: "BR", timezone: "America/Sao_Paulo" };
const SETTINGS = { ...LOCALE, now: "2026-11-26T00:00:00Z" };
const kind = (property: string, type = "string") => ({
  property,
  country: "BR",
  definition: { name: property, type, fieldType: "text", options: [], readOnly: false },
});
const quietly = (run: () => unknown) => {
  try {
    return run();
  } catch (error) {
    if (error instanceof TemplateStopped) return null;
    throw error;
  }
};

const READERS: Record<string, (text: string) => unknown> = {
  ...Object.fromEntries(Object.entries(FORMATS).map(([name, { apply }]) => [`the format ${name}`, (text: string) => apply(text, LOCALE)])),
  ...Object.fromEntries(
    Object.keys(FILTERS).map((name) => [
      `the filter ${name}`,
      (text: string) => quietly(() => renderText(`{{ x.y | ${name}: "-", "a" }}{{ x.y | ${name} }}`, { x: { y: text } }, SETTINGS)),
    ]),
  ),
  "a gap": (text) => quietly(() => renderHtml('<p><a href="{{ x.y }}">{{ x.y }}</a></p>', { x: { y: text } }, SETTINGS)),
  "a comparison in a template": (text) =>
    quietly(() => renderText("{% if x.y == 3 or x.y > 3 or x.y contains 'q' %}a{% endif %}", { x: { y: text } }, SETTINGS)),
  sanitizeHtml,
  unescapeHtml,
  saysNothing,
  readDate: (text) => readDate(text, LOCALE),
  readEmail,
  readSoleEmail,
  readNumber: (text) => readNumber(text, "BR"),
  readPercent: (text) => readPercent(text, "BR"),
  readYesNo,
  readUrl,
  readDomain,
  readPhone: (text) => readPhone(text, "BR"),
  phonesIn: (text) => phonesIn(text, "BR"),
  splitName: (text) => splitName(text),
  "a condition": (text) =>
    ["one_of", "at_least", "contains", "exists"].map((test) =>
      holds({ kind: "test", path: "x", test, value: 3, values: [3, "a"] } as unknown as Parameters<typeof holds>[0], { x: text }, LOCALE),
    ),
  "the sender's parser": (text) =>
    parsePostCall({
      id: 1,
      status: text,
      duration: text,
      customer_phone: text,
      created_at: text,
      finished_at: text,
      transcript: text,
      formatted_transcript: text,
      recording_url: text,
      extracted_variables: text,
      input_variables: { email: text },
      lead: text,
      campaign: { name: text },
    }),
  "the sender's parser, turns": (text) => {
    const read = parsePostCall({ id: 1, transcript: [{ sender: "human", text, timestamp: text }, text] });
    return read.kind === "call" && String((read.call.names["call"] as { transcript_html: unknown }).transcript_html);
  },
  "a date property": (text) => sameValue(text, `${text}x`, kind("due", "date")),
  "a phone property": (text) => sameValue(text, `${text}x`, kind("phone")),
  "a note's body": (text) => sameValue(text, `${text}x`, { ...kind("hs_note_body"), definition: undefined }),
  "a text property": (text) =>
    toPropertyValue(
      text,
      { object: "contacts", property: "city", pipeline: null },
      { portalSchema: EMPTY_PORTAL_SCHEMA, settings: LOCALE },
    ),
  "an e-mail property": (text) =>
    toPropertyValue(
      text,
      { object: "contacts", property: "email", pipeline: null },
      { portalSchema: EMPTY_PORTAL_SCHEMA, settings: LOCALE },
    ),
};

/** In ms. */
function timed(read: (text: string) => unknown, text: string): number {
  const begun = performance.now();
  read(text);
  return performance.now() - begun;
}

describe("a text of 250,000 characters stops nobody", () => {
  it.each(Object.entries(READERS))("%s", (_name, read) => {
    const slow: string[] = [];
    for (const edge of EDGES)
      for (const piece of PIECES) {
        const small = timed(read, fill(piece, SMALL, edge));
        const large = timed(read, fill(piece, LARGE, edge));
        if (large > TOLERATED_MS && large > small * 400)
          slow.push(`${JSON.stringify(edge[0] + piece)}: ${small.toFixed(1)} → ${large.toFixed(0)} ms`);
      }
    expect(slow).toEqual([]);
  });
});
