import { describe, expect, it } from "vitest";
import { fingerprint } from "../../../src/hubspot/model/fingerprint.ts";
import type { Receipt } from "../../../src/ledger/settle/receipt.ts";
import { changeReceipt } from "../../../src/ledger/settle/receipts.ts";
import { type Story, aCall, startStory } from "../../story.ts";

const MAPPING = `
version: 1
name: Human edits
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
      jobtitle: { from: extracted_variables.role, write: unless_edited }
      city: { from: extracted_variables.city, write: unless_edited, blank: clear }
  note:
    body: |
      <h3>{{ extracted_variables.summary }}</h3>
      <p>Needs: {{ extracted_variables.needs }}</p>
      {{ call.transcript_html }}
`;

const said = (summary: string, more: Record<string, unknown> = {}) => ({ extracted_variables: { summary, needs: "desks", ...more } });

async function called(story: Story, fields: Record<string, unknown> = {}) {
  const call = aCall({ ...said("First"), ...fields });
  await story.deliver(call);
  await story.settle();
  return { call, view: await story.call(call["id"] as number) };
}

async function revised(story: Story, call: Record<string, unknown>, fields: Record<string, unknown>) {
  await story.deliver({ ...call, ...fields });
  await story.settle();
  return story.call(call["id"] as number);
}

const jobtitle = (story: Story) => story.portal.contacts()[0]?.properties["jobtitle"];
const body = (story: Story) => story.portal.all("notes")[0]?.properties["hs_note_body"] ?? "";
const count = (text: string, part: string) => text.split(part).length - 1;

describe("`write: unless_edited`", () => {
  it("leaves a value alone that a person typed, long before the call or after it", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const contact = story.portal.add("contacts", { firstname: "Bia", phone: "+5511987650001" });
    story.portal.edit("contacts", contact, { jobtitle: "Owner" }, { at: Date.parse("2025-01-01T00:00:00Z") });
    const { view } = await called(story, said("x", { role: "Intern" }));
    expect(jobtitle(story)).toBe("Owner");
    expect(view.records["contact"].kept).toMatchObject({ jobtitle: "a person changed it in HubSpot" });
  });

  it("writes over what another app wrote before the call, and not over what it wrote after", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const contact = story.portal.add("contacts", { firstname: "Bia", phone: "+5511987650001" });
    story.portal.edit("contacts", contact, { jobtitle: "Imported" }, { at: Date.parse("2025-01-01T00:00:00Z"), source: "IMPORT" });
    await called(story, said("x", { role: "Buyer" }));
    expect(jobtitle(story)).toBe("Buyer");
    story.portal.edit("contacts", contact, { jobtitle: "Synced" }, { source: "INTEGRATION" });
    const { view } = await called(story, said("x", { role: "Intern" }));
    expect(jobtitle(story)).toBe("Synced");
    expect(view.records["contact"].kept).toMatchObject({ jobtitle: "it was changed after the call" });
  });

  it("writes over our own earlier value, from a revision and from the next call, however late they are written", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { call } = await called(story, said("x", { role: "Intern" }));
    await revised(story, call, said("x", { role: "Assistant" }));
    expect(jobtitle(story)).toBe("Assistant");
    await called(story, { ...said("x", { role: "Buyer" }), created_at: "2026-03-02T14:58:00Z" });
    expect(jobtitle(story)).toBe("Buyer");
  });

  it("stops at a person's change between two calls, and between two revisions", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { call, view } = await called(story, said("x", { role: "Intern" }));
    story.portal.edit("contacts", view.records["contact"].id, { jobtitle: "Owner" });
    await revised(story, call, said("y", { role: "Assistant" }));
    await called(story, said("x", { role: "Buyer" }));
    expect(jobtitle(story)).toBe("Owner");
  });

  it("takes a value that a person cleared for an edit, too", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { view } = await called(story, said("x", { role: "Intern" }));
    story.portal.edit("contacts", view.records["contact"].id, { jobtitle: "" });
    await called(story, said("x", { role: "Buyer" }));
    expect(jobtitle(story) ?? "").toBe("");
  });

  it("does not clear what a person typed", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { view } = await called(story, said("x", { city: "Recife" }));
    story.portal.edit("contacts", view.records["contact"].id, { city: "Olinda" });
    await called(story, said("x", { city: "" }));
    expect(story.portal.contacts()[0]?.properties["city"]).toBe("Olinda");
  });

  it("holds for each of sixty contacts in one batch", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const ids = Array.from({ length: 60 }, (_, n) => story.portal.add("contacts", { firstname: `N${n}`, phone: `+551198766${1000 + n}` }));
    for (const [n, id] of ids.entries()) if (n % 2 === 0) story.portal.edit("contacts", id, { jobtitle: "Typed" });
    for (const n of ids.keys()) await story.deliver(aCall({ ...said("x", { role: "Heard" }), customer_phone: `+551198766${1000 + n}` }));
    await story.settle();
    expect(ids.map((id) => story.portal.get("contacts", id)?.properties["jobtitle"])).toEqual(
      ids.map((_, n) => (n % 2 === 0 ? "Typed" : "Heard")),
    );
  });
});

describe("what a person added to a note", () => {
  const PLACES: [string, (own: string) => string][] = [
    ["below", (own) => `${own}<p>Ana: she prefers oak.</p>`],
    ["above", (own) => `<p>Ana: she prefers oak.</p>${own}`],
    [
      "in between, with the HTML rewritten",
      (own) =>
        own
          .replace("</h3>", '</h3><p style="margin:0"><strong>Ana:</strong> she prefers oak.</p>')
          .replaceAll("<p>", '<p style="margin:0;">'),
    ],
    ["in a list", (own) => `${own}<ul><li>Ana: she prefers oak.</li><li>and rugs</li></ul>`],
  ];

  it.each(PLACES)("survives two revisions once, while our own lines change: %s", async (_, edit) => {
    const story = await startStory({ mappings: [MAPPING] });
    const { call, view } = await called(story);
    story.portal.edit("notes", view.records["note"].id, { hs_note_body: edit(body(story)) });
    for (const summary of ["Second", "Third"]) {
      expect(await revised(story, call, said(summary))).toMatchObject({
        status: "written",
        records: { note: { id: view.records["note"].id } },
      });
      expect(body(story)).toContain(summary);
      expect(count(body(story).replace(/<[^>]*>/g, ""), "Ana: she prefers oak.")).toBe(1);
      expect(count(body(story), "Needs: desks")).toBe(1);
      expect(count(body(story), "OtoniStark ")).toBe(1);
    }
    expect(body(story)).not.toContain("First");
    expect(body(story)).not.toContain("Second");
    expect(story.portal.all("notes")).toHaveLength(1);
  });

  it("is not moved by a revision that changes nothing of the note", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { call, view } = await called(story);
    const edited = `<p>Ana: she prefers oak.</p>${body(story)}`;
    story.portal.edit("notes", view.records["note"].id, { hs_note_body: edited });
    expect(await revised(story, call, said("First", { role: "Buyer" }))).toMatchObject({
      status: "written",
      records: { note: { action: "unchanged" } },
    });
    expect(body(story)).toBe(edited);
  });

  it("survives when the revision's answer is lost, and nothing of ours is taken for a person's", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { call, view } = await called(story);
    story.portal.edit("notes", view.records["note"].id, { hs_note_body: `${body(story)}<p>Ana: she prefers oak.</p>` });
    story.portal.faults.next.push({ effect: "error-after", path: "notes/batch/update" });
    await story.deliver({ ...call, ...said("Second") });
    await story.drain();
    expect(body(story)).toContain("Second");
    await revised(story, call, said("Third"));
    expect(count(body(story), "she prefers oak")).toBe(1);
    expect(body(story)).toContain("Third");
    expect(body(story)).not.toContain("Second");
  });

  it("survives when the very creation's answer was lost", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    story.portal.faults.next.push({ effect: "error-after", path: "notes/batch/create" });
    const call = aCall(said("First"));
    await story.deliver(call);
    await story.drain();
    story.portal.edit("notes", story.portal.all("notes")[0]?.id as string, { hs_note_body: `${body(story)}<p>Ana: she prefers oak.</p>` });
    await story.settle();
    await revised(story, call, said("Second"));
    expect(count(body(story), "she prefers oak")).toBe(1);
    expect(body(story)).toContain("Second");
    expect(body(story)).not.toContain("First");
    expect(story.portal.all("notes")).toHaveLength(1);
  });

  const MARKUPS: [string, (html: string) => string][] = [
    ["numbers for letters", (html) => html.replace(/\P{ASCII}/gu, (letter) => `&#${letter.codePointAt(0)};`)],
    ["hexadecimal ones", (html) => html.replace(/\P{ASCII}/gu, (letter) => `&#x${letter.codePointAt(0)?.toString(16).toUpperCase()};`)],
    ["names for letters", (html) => html.replaceAll("ã", "&atilde;").replaceAll("É", "&Eacute;")],
    ["letters and accents apart", (html) => html.normalize("NFD")],
    ["fewer inline tags", (html) => html.replace(/<\/?(?:strong|em|code)>/g, "")],
    ["other white space", (html) => html.replaceAll("><", ">\n<").replaceAll("a s", "a&nbsp; s")],
  ];

  it.each(MARKUPS)("is told from ours when HubSpot stores %s", async (_, rewritten) => {
    const story = await startStory({ mappings: [MAPPING] });
    const { call, view } = await called(story, said("Não, É a sala"));
    const edit = (html: string) => story.portal.edit("notes", view.records["note"].id, { hs_note_body: html });
    edit(rewritten(`${body(story)}<p>Ana: she prefers oak.</p>`));
    await revised(story, call, said("Não, É o salão"));
    expect(count(body(story), "she prefers oak")).toBe(1);
    expect(count(body(story), "o sal")).toBe(1);
    expect(body(story)).not.toMatch(/a sala|a&nbsp; sala/);
    edit(rewritten(body(story)));
    const stored = body(story);
    await story.api("POST", `/api/calls/${call["id"]}/replay`);
    await story.settle();
    expect(body(story)).toBe(stored);
  });

  it("is told from lines of ours whose hashes an older version made", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { call, view } = await called(story);
    story.portal.edit("notes", view.records["note"].id, { hs_note_body: `${body(story)}<p>Ana: she prefers oak.</p>` });
    const lines = ["First", "Needs: desks", "AI: Good morning, this is Lia from Mesa Nova."].map(fingerprint);
    await story.inOutbox((_, { storage }) =>
      changeReceipt(storage.sql, String(call["id"]), (receipt) => ({
        ...receipt,
        records: { ...receipt.records, note: { ...(receipt.records["note"] as Receipt), lines } },
      })),
    );
    await revised(story, call, { ...said("Second", { needs: "chairs" }), transcript: [], formatted_transcript: "" });
    expect(count(body(story), "she prefers oak")).toBe(1);
    expect(body(story)).not.toMatch(/First|Needs: desks/);
  });

  it("never becomes live HTML", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const { call, view } = await called(story);
    story.portal.edit("notes", view.records["note"].id, {
      hs_note_body: `${body(story)}<p>Ana <a href="javascript:alert(1)">here</a><img src=x onerror=alert(1)></p>`,
    });
    await revised(story, call, said("Second"));
    expect(body(story)).toMatch(/Ana/);
    expect(body(story)).not.toMatch(/javascript:|onerror/);
  });
});
