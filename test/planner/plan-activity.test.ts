import { describe, expect, test } from "vitest";
import { readMark } from "../../src/planner/activity/marker.ts";
import { planCall } from "../../src/planner/plan-call.ts";
import { callOf, found, mappingOf, plan, words } from "./planning.ts";

const CONTACT = `contact:\n  find_by: [{ phone: "{{ customer_phone }}" }]\n  set: {}\n`;
const contact = found({ hubspot_owner_id: "77" });
const withRecord = (record: string) => mappingOf(`${CONTACT}${record}`);

const held = (body: string) => ({ contact, note: found({ hs_note_body: body, hs_timestamp: "2025-01-15T10:32:05Z" }) });

describe("A note", () => {
  test("has a body with our mark, a time, and what it is associated with", () => {
    const { note } = plan(withRecord("note:\n  body: <p>{{ extracted_variables.summary }}</p>\n"), { held: { contact } });
    expect(note).toMatchObject({
      action: "create",
      on: ["contact"],
      properties: { hs_timestamp: "2025-01-15T10:32:05.000Z", hs_note_body: "<p>Wants a demo</p><p><em>OtoniStark 12345</em></p>" },
    });
  });

  test.each<[string, string, string | null]>([
    ['at: "{{ call.ended_at | plus_days: 1 }}"', "2025-01-16T10:32:05.000Z", null],
    ['at: "31/12/{{ 2026 }} 14:30"', "2026-12-31T17:30:00.000Z", null],
    ["at: { from: extracted_variables.none }", "2025-01-15T10:32:05.000Z", "`at` is blank: the end of the call instead"],
    ["at: { from: extracted_variables.summary }", "2025-01-15T10:32:05.000Z", "`at` is no date: the end of the call instead"],
  ])("%s", (at, time, why) => {
    const { note } = plan(withRecord(`note:\n  body: x\n  ${at}\n`), { held: { contact } });
    expect(note?.properties["hs_timestamp"]).toBe(time);
    expect(note?.decisions[0]?.why).toBe(why);
  });

  test("that would stay as it is, however HubSpot rewrote it, is not sent", () => {
    const mapping = withRecord("note:\n  body: <p>{{ extracted_variables.summary }} &amp; more</p>\n");
    const rewritten = '<div style="" dir="auto"><p style="margin:0;">Wants a demo &#38; more</p>\n<p><em>OtoniStark 12345</em></p></div>';
    const { note } = plan(mapping, { held: held(rewritten.replace(/<\/?div[^>]*>/g, "")) });
    expect(note).toMatchObject({ action: "unchanged", id: "501", properties: {} });
    expect(plan(mapping, { held: held("<p>Old</p>") })["note"]).toMatchObject({
      action: "update",
      properties: { hs_note_body: expect.stringContaining("Wants a demo") },
    });
  });

  test("that somebody deleted stays deleted", () => {
    const { note } = plan(withRecord("note:\n  body: x\n"), {
      held: { contact, note: { state: "missing", why: "it was deleted in HubSpot" } },
    });
    expect(note).toMatchObject({ action: "skip", why: "it was deleted in HubSpot" });
  });

  test("with nothing to be associated with is not written", () => {
    expect(plan(withRecord("note:\n  body: x\n"))["note"]).toMatchObject({
      action: "skip",
      why: expect.stringContaining("there is no record to put it on (contact: there is none"),
    });
  });

  test("longer than HubSpot takes loses the end of the conversation, and keeps its mark and its tags", () => {
    const transcript = Array.from({ length: 900 }, (_, turn) => ({
      text: `Turn ${turn}: ${"words & more ".repeat(12)}`,
      sender: turn % 2 ? "human" : "bot",
      type: "transcript",
      timestamp: turn,
    }));
    const bodies = [
      "{{ call.transcript_html }}<p>after</p>",
      "{% for turn in call.turns %}<p>{{ turn.text }}</p>{% endfor %}<p>after</p>",
      "<p>{{ call.transcript | newline_to_br }}</p><p>after</p>",
      "{{ call.turns | transcript: 'A', 'B' }}<p>after</p>",
    ];
    for (const body of bodies) {
      const { note } = plan(withRecord(`note:\n  body: "${body}"\n`), { call: callOf({ transcript }), held: { contact } });
      const html = note?.properties["hs_note_body"] ?? "";
      expect(html.length).toBeLessThanOrEqual(65_536);
      expect(html.length).toBeGreaterThan(40_000);
      expect(html).toContain("Turn 0:");
      expect(html).toContain("<p>after</p>");
      expect(html).toMatch(/left out\.<\/em><\/p>/);
      expect(readMark(html)).toEqual({ callId: "12345", record: "note" });
      expect((html.match(/<p>/g) ?? []).length).toBe((html.match(/<\/p>/g) ?? []).length);
    }
  });

  test("made too long by something else is cut where that is possible", () => {
    const call = callOf({ extracted_variables: { essay: "<b>&".repeat(40_000) } });
    const html =
      plan(withRecord('note:\n  body: "<h3><strong>{{ extracted_variables.essay }}</strong></h3>"\n'), { call, held: { contact } })["note"]
        ?.properties["hs_note_body"] ?? "";
    expect(html.length).toBeLessThanOrEqual(65_536);
    expect(html).toMatch(/(?:&lt;b&gt;&amp;)+(?:&lt;b&gt;|&lt;b|&lt;)?<\/strong><\/h3><p><em>The rest is longer/);
    expect(readMark(html)?.callId).toBe("12345");
  });

  test("whose template does not end holds this call, and says whose work it is", () => {
    const mapping = withRecord('note:\n  body: "{% for i in (1..100000000) %}x{% endfor %}"\n');
    const planned = planCall({ call: callOf(), mapping, lookups: { contact }, portalSchema: words(), now: "2025-01-16T00:00:00Z" });
    expect(planned).toMatchObject({ problem: { who: "crm_admin", message: expect.stringContaining("note (test.yaml:") } });
  });
});

describe("A call", () => {
  const CALL = "call:\n  body: <p>{{ extracted_variables.summary }}</p>\n";
  test("is logged as HubSpot logs its own", () => {
    const call = callOf({ type: "outbound", recording_url: "https://x.example/a.mp3?t=1" });
    expect(plan(withRecord(CALL), { call, held: { contact } })["call"]?.properties).toEqual({
      hs_timestamp: "2025-01-15T10:32:05.000Z",
      hs_call_title: "AI call: Wants a demo",
      hs_call_duration: "125000",
      hs_call_direction: "OUTBOUND",
      hs_call_status: "COMPLETED",
      hs_call_from_number: "+551140028922",
      hs_call_to_number: "+5511987654321",
      hs_call_recording_url: "https://x.example/a.mp3?t=1",
      hs_call_body: "<p>Wants a demo</p><p><em>OtoniStark 12345 · call</em></p>",
    });
  });

  test.each<[object, Record<string, string | undefined>]>([
    [{ status: "no-answer", duration: 0 }, { hs_call_status: "NO_ANSWER" }],
    [{ status: "busy", duration: 0 }, { hs_call_status: "BUSY" }],
    [{ status: "failed", duration: 0 }, { hs_call_status: "FAILED" }],
    [{ type: "inbound" }, { hs_call_direction: "INBOUND", hs_call_from_number: "+5511987654321", hs_call_to_number: "+551140028922" }],
    [
      { type: "web", customer_phone: "anonymous" },
      { hs_call_direction: undefined, hs_call_to_number: undefined },
    ],
    [{ recording_url: "https://x.example/a.mp4" }, { hs_call_recording_url: undefined }],
    [{ recording_url: "http://x.example/a.mp3" }, { hs_call_recording_url: undefined }],
  ])("%j", (changes, expected) => {
    const { call } = plan(withRecord(CALL), { call: callOf(changes), held: { contact } });
    for (const [property, value] of Object.entries(expected)) expect(call?.properties[property]).toBe(value);
  });

  test("has an outcome where the portal knows it, and what the mapping sets instead", () => {
    const portalSchema = words(
      { hs_call_disposition: { type: "enumeration", options: [{ value: "f240bbac-87c9-4f6e-bf70-924b57d47db7", label: "Connected" }] } },
      "calls",
    );
    const { call } = plan(
      withRecord('call:\n  set: { hs_call_title: "Call of {{ status }}", hs_call_direction: "{{ input_variables.none }}" }\n'),
      { call: callOf({ type: "inbound" }), held: { contact }, portalSchema },
    );
    expect(call?.properties).toMatchObject({
      hs_call_disposition: "f240bbac-87c9-4f6e-bf70-924b57d47db7",
      hs_call_title: "Call of completed",
      hs_call_direction: "INBOUND",
    });
  });
});

describe("A task", () => {
  const TASK = "follow_up:\n  object: tasks\n  owner: contact\n  body: Call back\n  set: { hs_task_priority: HIGH }\n";
  test("is for the contact's owner", () => {
    expect(plan(withRecord(TASK), { held: { contact } })["follow_up"]?.properties).toEqual({
      hs_timestamp: "2025-01-15T10:32:05.000Z",
      hs_task_subject: "Follow up on the AI call: Wants a demo",
      hs_task_status: "NOT_STARTED",
      hs_task_priority: "HIGH",
      hs_task_type: "TODO",
      hubspot_owner_id: "77",
      hs_task_body: "Call back<p><em>OtoniStark 12345 · follow_up</em></p>",
    });
  });

  test("that somebody works with keeps what they made of it", () => {
    const finished = {
      hs_task_status: "COMPLETED",
      hs_timestamp: "2026-01-01T00:00:00Z",
      hs_task_priority: "LOW",
      hubspot_owner_id: "9",
      hs_task_body: "old",
      hs_task_subject: "old",
    };
    const { follow_up } = plan(withRecord(TASK), { held: { contact, follow_up: found(finished) } });
    expect(Object.keys(follow_up?.properties ?? {}).toSorted()).toEqual(["hs_task_body", "hs_task_subject"]);
  });

  test.each<[string, string | undefined, string | null]>([
    ["ana@acme.example", "12", null],
    ["Nobody@acme.example", undefined, "HubSpot has no owner “Nobody@acme.example” among its users."],
  ])("for %s", (owner, id, message) => {
    const portalSchema = { ...words(), owners: [{ id: "12", email: "Ana@acme.example" }] };
    const { task } = plan(withRecord(`task:\n  owner: ${owner}\n  body: x\n`), { held: { contact }, portalSchema });
    expect(task?.properties["hubspot_owner_id"]).toBe(id);
    expect(task?.problem?.message ?? null).toBe(message);
  });
});
