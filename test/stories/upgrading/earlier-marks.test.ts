import { describe, expect, it } from "vitest";
import { noteMark, readMark } from "../../../src/planner/activity/marker.ts";
import { aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";
import { asFirstReleaseLeftIt } from "./first-release.ts";

describe("The mark of the release before", () => {
  it("is still known as ours: a note that an attempt left behind when it was cut off is taken up, not doubled", async () => {
    const story = await startStory({ mappings: [SALES] });
    const at = story.clock.now - 3_600_000;
    const contact = story.portal.add("contacts", { firstname: "Beatriz", phone: "+5511987650001" });
    const left = "<h3>Old</h3><p><em>OtoniStark call 109</em></p>";
    const note = story.portal.add(
      "notes",
      { hs_note_body: left, hs_timestamp: "2026-03-02T14:56:04Z" },
      { associations: { contacts: [contact] } },
    );
    const intent = { at, endedAt: null, records: { note: { object: "notes", op: "create" as const, id: null, set: {} } } };
    await asFirstReleaseLeftIt(
      story,
      [{ call: "109", status: "pending", receivedAt: at, customer: "phone:87650001", intent, body: JSON.stringify(aCall({ id: 109 })) }],
      [],
    );
    await story.settle();
    expect((await story.call(109)).records["note"]).toMatchObject({ id: note });
    expect(story.portal.all("notes")).toHaveLength(1);
  });

  it.each<[string, string | null]>([
    ["<p>Hi</p><p><em>OtoniStark call 109</em></p>", "109"],
    ["<p>Hi OtoniStark call 109 and what Ana added behind it</p>", "109"],
    ["<p>Hi</p><p><em>OtoniStark 109</em></p>", "109"],
    ["<p>OtoniStark 109 is what Ana wrote</p>", null],
    ["<p>OtoniStark call</p>", null],
  ])("in %s is read as %s", (html, call) => expect(readMark(html)?.callId ?? null).toBe(call));

  it("may be of a call whose id is the word that stood there", () => {
    expect(readMark(noteMark("call", "note"))).toEqual({ callId: "call", record: "note" });
  });
});
