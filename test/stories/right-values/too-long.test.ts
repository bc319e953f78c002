import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const MAPPING = `
name: Long calls
country: BR
timezone: America/Sao_Paulo
records:
  contact:
    find_by: [{ phone: "{{ customer_phone }}" }]
    if_missing: create
    set: { phone: { from: customer_phone, write: if_empty } }
  note:
    if_too_long: second_note
    body: |
      <p>{{ extracted_variables.summary }}</p>
      {{ call.transcript_html }}
`;
const AS_CALL = MAPPING.replace("  note:\n", "  call:\n    owner: ana@acme.example\n");

/** 1,200 turns of some 160 characters: about 200,000 with their tags. */
const turns = (count: number) =>
  Array.from({ length: count }, (_, turn) => ({
    type: "transcript",
    sender: turn % 2 === 0 ? "bot" : "human",
    text: `Turn ${turn + 1}. ${"We talk about desks & chairs, and about when they come. ".repeat(2)}`,
  }));
const longCall = (count = 1200, fields = {}) => aCall({ id: 4_711, transcript: turns(count), formatted_transcript: null, ...fields });

const LIMIT = 65_536;
const bodies = (story: Story) =>
  [...story.portal.all("notes"), ...story.portal.all("calls")]
    .toSorted((a, b) => Date.parse(b.properties["hs_timestamp"] ?? "") - Date.parse(a.properties["hs_timestamp"] ?? ""))
    .map(({ properties }) => properties["hs_note_body"] ?? properties["hs_call_body"] ?? "");
const said = (story: Story) => bodies(story).flatMap((body) => [...body.matchAll(/Turn (\d+)\./g)].map(([, turn]) => Number(turn)));
const all = (count: number) => Array.from({ length: count }, (_, turn) => turn + 1);

async function called(mapping = MAPPING, call = longCall()) {
  const story = await startStory({ mappings: [mapping] });
  story.portal.defineOwner({ id: "11", email: "ana@acme.example" });
  await story.deliver(call);
  await story.settle();
  return story;
}

async function revise(story: Story, count: number) {
  await story.deliver(longCall(count, { finished_at: "2026-03-02T17:00:00Z" }));
  await story.settle();
}

describe("A conversation that is longer than a note, with `if_too_long: second_note`,", () => {
  it("goes on in further notes on the same contact, whole and in order, each turn in one of them", async () => {
    const story = await called();
    expect(bodies(story).length).toBeGreaterThan(2);
    for (const body of bodies(story)) expect(body.length).toBeLessThanOrEqual(LIMIT);
    expect(said(story)).toEqual(all(1200));
    expect(bodies(story)[0]).toContain("It goes on in the next note.");
    expect(bodies(story)[1]).toContain(`Continued from the note before (2 of ${bodies(story).length})`);
    expect(bodies(story).at(-1)).not.toContain("It goes on");
    const [contact] = story.portal.contacts();
    for (const note of story.portal.all("notes"))
      expect(story.portal.associated("notes", note.id, "contacts")).toMatchObject([{ id: contact?.id }]);
    expect((await story.call(4_711)).warnings).toEqual([]);
  });

  it("is not doubled when it is replayed", async () => {
    const story = await called();
    const before = bodies(story);
    await story.api("POST", "/api/calls/4711/replay");
    await story.settle();
    expect(bodies(story)).toEqual(before);
  });

  it("says so in the notes that are left over when it has become shorter, and fills them again when it grows", async () => {
    const story = await called();
    const count = bodies(story).length;
    await revise(story, 10);
    expect(bodies(story)).toHaveLength(count);
    expect(said(story)).toEqual(all(10));
    expect(bodies(story)[1]).toContain("The text has become shorter: all of it stands in the notes before. This one may be deleted.");
    await story.deliver(longCall(1200, { finished_at: "2026-03-02T18:00:00Z" }));
    await story.settle();
    expect(said(story)).toEqual(all(1200));
  });

  it("is taken back whole", async () => {
    const story = await called();
    await story.api("POST", "/api/calls/4711/undo");
    await story.settle();
    expect(bodies(story)).toEqual([]);
  });

  it("is not doubled after an answer that never came", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    story.portal.faults.next.push({ effect: "drop-after", path: "notes/batch/create" });
    await story.deliver(longCall());
    await story.settle();
    expect(said(story)).toEqual(all(1200));
  });

  it("keeps what a person wrote into one of them", async () => {
    const story = await called();
    const second = story.portal.all("notes").find(({ properties }) => properties["hs_note_body"]?.includes("(2 of"));
    story.portal.edit("notes", second?.id as string, {
      hs_note_body: `<p>Ana: call him on Friday</p>${second?.properties["hs_note_body"]}`,
    });
    await revise(story, 10);
    expect(bodies(story).join("")).toContain("Ana: call him on Friday");
  });

  it("of a HubSpot call goes on in notes of the same owner", async () => {
    const story = await called(AS_CALL);
    expect(story.portal.all("calls")).toHaveLength(1);
    expect(said(story)).toEqual(all(1200));
    for (const note of story.portal.all("notes")) expect(note.properties["hubspot_owner_id"]).toBe("11");
  });

  it("is one note where it fits", async () => {
    expect(bodies(await called(MAPPING, longCall(20)))).toHaveLength(1);
  });

  it("that nobody parted into turns goes on between its words", async () => {
    const words = Array.from({ length: 20_000 }, (_, word) => `w${word}`);
    const story = await called(MAPPING, aCall({ id: 4_711, transcript: words.join(" "), formatted_transcript: null }));
    expect(bodies(story).flatMap((body) => body.match(/\bw\d+\b/g) ?? [])).toEqual(words);
    for (const body of bodies(story)) expect(body.length).toBeLessThanOrEqual(LIMIT);
  });
});

describe("A conversation that is longer than a note, with `if_too_long: shorten`,", () => {
  it("is shortened behind a speaker's turn, says so in the mapping's language, and warns", async () => {
    const story = await called(MAPPING.replace("second_note", "shorten").replace("records:", "language: es\nrecords:"));
    expect(bodies(story)).toHaveLength(1);
    expect(bodies(story)[0]).toMatch(
      /La conversación es más larga de lo que cabe en una nota: se omiten las últimas \d+ de 1200 intervenciones\./,
    );
    expect((await story.call(4_711)).warnings).toMatchObject([{ record: "note", code: "value_shortened" }]);
  });
});
