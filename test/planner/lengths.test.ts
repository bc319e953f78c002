import { describe, expect, test } from "vitest";
import { hashLine, linesOf } from "../../src/hubspot/model/body-lines.ts";
import { cutText, wholeCharacters } from "../../src/normalize/cut-text.ts";
import { keepEdits } from "../../src/planner/activity/keep-edits.ts";
import { readMark } from "../../src/planner/activity/marker.ts";
import { callOf, found, mappingOf, plan } from "./planning.ts";

const LIMIT = 65_536;
const CONTACT = 'contact:\n  find_by: [{ phone: "{{ customer_phone }}" }]\n  if_missing: create\n  set:\n    firstname: Ana\n';
const setting = (rule: string) => mappingOf(`${CONTACT}    ${rule}\n`);
const said = (text: string) => callOf({ extracted_variables: { it: text } });

describe("A text that is longer than HubSpot takes", () => {
  test.each<[string, string]>([
    ["words", "every word of the customer's ".repeat(3000)],
    ["no words", "x".repeat(70_000)],
    ["emoji of several code units", "👩‍👩‍👧‍👦".repeat(8000)],
    ["letters with accents of their own", "e\u0301".repeat(40_000)],
    ["pairs", "😀".repeat(40_000)],
    ["pairs at an odd place", `a${"😀".repeat(40_000)}`],
    ["lines", "one line\n".repeat(9000)],
  ])("is shortened at a whole character or word, and that is said: %s", (_what, text) => {
    const { contact } = plan(setting("notes: { from: extracted_variables.it }"), { call: said(text), held: { contact: found({}) } });
    const sent = contact?.properties["notes"] ?? "";
    expect(sent.length).toBeLessThanOrEqual(LIMIT);
    expect(sent.length).toBeGreaterThan(LIMIT - 200);
    expect(sent.isWellFormed()).toBe(true);
    expect(text.startsWith(sent.slice(0, -1))).toBe(true);
    const rest = text.slice(sent.length - 1);
    expect(rest === "" || !/^[\p{M}\u200d]/u.test(rest)).toBe(true);
    expect(contact?.warnings).toMatchObject([{ property: "notes", code: "value_shortened", message: expect.stringContaining("65,536") }]);
  });

  test("of exactly as many characters stays whole", () => {
    const text = "a".repeat(LIMIT);
    const { contact } = plan(setting("notes: { from: extracted_variables.it }"), { call: said(text), held: { contact: found({}) } });
    expect(contact).toMatchObject({ properties: { notes: text }, warnings: [] });
  });

  test("holds neither what the template makes of a transcript nor the rest", () => {
    const transcript = Array.from({ length: 3000 }, (_, index) => ({
      text: `This is what was said in turn ${index}.`,
      type: "transcript",
      sender: "human",
      timestamp: 1_772_463_600 + index,
    }));
    const mapping = mappingOf(`${CONTACT}    last_talk: "{{ call.transcript }}"\nnote:\n  body: "{{ call.transcript_html }}"\n`);
    const { contact, note } = plan(mapping, { call: callOf({ transcript }), held: { contact: found({}) } });
    expect(contact).toMatchObject({ action: "update", warnings: [{ property: "last_talk", code: "value_shortened" }] });
    expect(note).toMatchObject({ action: "create", warnings: [{ record: "note", property: "hs_note_body", code: "value_shortened" }] });
    expect(note?.properties["hs_note_body"]?.length).toBeLessThanOrEqual(LIMIT);
    expect(note?.properties["hs_note_body"]).toContain("turns are left out.");
  });
});

describe("A note with a conversation that is longer than HubSpot takes", () => {
  const note = (changes: object) =>
    plan(mappingOf(`${CONTACT}note:\n  body: "{{ call.transcript_html }}<p>after</p>"\n`), {
      call: callOf(changes),
      held: { contact: found({}) },
    })["note"];

  test.each<[string, object, RegExp]>([
    [
      "a text that is in no turns",
      { transcript: null, formatted_transcript: "All in one line. ".repeat(9000) },
      /…<\/p><p>after<\/p><p><em>The conversation is longer than a note can be: its end is left out/,
    ],
    [
      "one endless turn",
      { transcript: [{ text: "On and on. ".repeat(9000), type: "transcript", sender: "human", timestamp: 1 }] },
      /<\/p><p><em>The rest is longer than a note can be/,
    ],
  ])("shows what there is room for, and says so: %s", (_what, changes, html) => {
    const planned = note(changes);
    expect(planned?.properties["hs_note_body"]?.length).toBeLessThanOrEqual(LIMIT);
    expect(planned?.properties["hs_note_body"]?.length).toBeGreaterThan(50_000);
    expect(planned?.properties["hs_note_body"]).toMatch(html);
    expect(planned?.warnings).toMatchObject([{ code: "value_shortened" }]);
  });
});

describe("A log that is full", () => {
  const log = (lines: number) => Array.from({ length: lines }, (_, index) => `Line ${index}: ${"x".repeat(90)}`).join("\n");
  const append = setting("log: { from: extracted_variables.it, write: append }");
  const after = (held: string, text: string, more: object = {}) =>
    plan(append, { call: said(text), held: { contact: found({ log: held }, more) } })["contact"];

  test("loses its oldest lines, whole, for the newest, and that is said", () => {
    const held = log(650);
    const contact = after(held, "The newest");
    const sent = contact?.properties["log"] ?? "";
    expect(sent.length).toBeLessThanOrEqual(LIMIT);
    expect(sent.endsWith(`${"x".repeat(90)}\nThe newest`)).toBe(true);
    expect(sent).toMatch(/^Line \d+: x+\n/);
    expect(held.endsWith(sent.slice(0, -"\nThe newest".length))).toBe(true);
    expect(contact?.warnings).toMatchObject([{ property: "log", code: "oldest_lines_dropped" }]);
  });

  test("that has room left loses nothing", () => {
    expect(after("First", "Second")).toMatchObject({ properties: { log: "First\nSecond" }, warnings: [] });
  });
});

describe("Of equal appended lines", () => {
  const append = setting("log: { from: extracted_variables.it, write: append }");
  const revised = (held: string, from: string | null, text: string) =>
    plan(append, {
      call: said(text),
      held: {
        contact: found({ log: held }, { ownWrites: { log: { from, to: `${from ? `${from}\n` : ""}No answer`, added: "No answer" } } }),
      },
    })["contact"]?.properties["log"];

  test.each<[string, string | null, string, string]>([
    ["No answer\nNo answer", "No answer", "the second", "No answer\nTalked"],
    ["No answer\nNo answer", null, "the first", "Talked\nNo answer"],
    ["Start\nNo answer\nNo answer\nLater", "Start\nNo answer", "the second of more", "Start\nNo answer\nTalked\nLater"],
    ["No answer", "No answer", "the one that is left", "Talked"],
  ])("in “%s” after “%s” %s is the one revised", (held, from, _which, becomes) => {
    expect(revised(held, from, "Talked")).toBe(becomes);
  });
});

describe("A body with a person's words", () => {
  const mark = "<p><em>OtoniStark 12345</em></p>";
  const ours = (lines: number) => Array.from({ length: lines }, (_, index) => `<p>Our line ${index} &amp; its end</p>`).join("");
  const hashes = (html: string) => new Set(linesOf(html).map(hashLine));

  test("keeps them, and shortens ours where both are too long", () => {
    const [before, next] = [ours(10) + mark, ours(2200) + mark];
    const theirs = `<p>${"Ana wrote this. ".repeat(1000)}</p>`;
    const merged = keepEdits(before.replace(mark, theirs + mark), hashes(before), next);
    expect(merged.isShortened).toBe(true);
    expect(merged.html.length).toBeLessThanOrEqual(LIMIT);
    expect(merged.html).toContain("Ana wrote this. ".repeat(1000).trim());
    expect(merged.html).toContain("longer than a note can be");
    expect(merged.html).toMatch(/^(?:<p>Our line \d+ &amp; its end<\/p>)+(?:<p>Our line.{0,30}<\/p>)?<p><em>The rest/);
    expect(readMark(merged.html)).toMatchObject({ callId: "12345" });
    const again = keepEdits(merged.html, new Set([...hashes(merged.ours), ...hashes(next)]), next);
    expect(again.html).toBe(merged.html);
  });

  test("stays as it is where they fill it", () => {
    const held = `<p>${"Ana wrote this. ".repeat(4080)}</p>${mark}`;
    expect(keepEdits(held, hashes(mark), ours(100) + mark)).toMatchObject({ html: held, isShortened: true });
  });

  test("is as ever where both have room", () => {
    const held = `<p>Old</p><p>Mine</p>${mark}`;
    expect(keepEdits(held, hashes(`<p>Old</p>${mark}`), `<p>New</p>${mark}`)).toEqual({
      html: `<p>New</p><p>Mine</p>${mark}`,
      ours: `<p>New</p>${mark}`,
      isShortened: false,
    });
  });
});

describe("A cut", () => {
  test.each<[string, number, string]>([
    ["one two three", 9, "one two…"],
    ["one two three", 8, "one two…"],
    ["one two", 7, "one two"],
    ["abcdef", 4, "abc…"],
    ["ab😀cd", 4, "ab…"],
    ["ab😀cd", 5, "ab😀…"],
    ["e\u0301e\u0301e\u0301", 4, "e\u0301…"],
    ["🇧🇷🇧🇷🇧🇷", 8, "🇧🇷…"],
  ])("of “%s” to %i is “%s”", (text, most, cut) => {
    expect(cutText(text, most)).toBe(cut);
  });

  test("never stands within a character, wherever it falls", () => {
    const text = `a👩‍👩‍👧‍👦b🇧🇷c😀e\u0301`.repeat(30);
    for (let most = 1; most < text.length; most++) expect(text.slice(0, wholeCharacters(text, most)).isWellFormed()).toBe(true);
  });
});
