import { describe, expect, it } from "vitest";
import type { Call } from "../../src/call/call.ts";
import { parsePostCall } from "../../src/otonistark/parse.ts";
import { DELIVERIES, RECEIVED_AT } from "./deliveries.ts";
import campaignInsideLead from "./deliveries/campaign-inside-lead.json";
import conversationEnded from "./deliveries/conversation-ended.json";

function callIn(body: unknown): Call & { names: { call: Record<string, unknown> } } {
  const parsed = parsePostCall(body, RECEIVED_AT);
  if (parsed.kind !== "call") throw new Error(JSON.stringify(parsed));
  return parsed.call as Call & { names: { call: Record<string, unknown> } };
}

describe("every dialect of a call", () => {
  it.each(Object.entries(DELIVERIES))("reads %s", (_, { body, call, names, transcript }) => {
    const read = callIn(body);
    if (call) expect(read).toMatchObject(call);
    if (names) expect(read.names).toMatchObject(names);
    if (transcript !== undefined) expect(read.names.call["transcript"]).toBe(transcript);
    if (transcript !== undefined) expect(read.names["transcript"]).toBe(transcript);
  });

  it("reads what was said only when somebody asks for it, whatever of it is asked for first", () => {
    const { names } = callIn(campaignInsideLead);
    expect(Object.getOwnPropertyDescriptor(names, "call")).not.toHaveProperty("value");
    expect(names["transcript"]).toBe(names.call["transcript"]);
    expect(callIn(campaignInsideLead).turns).toEqual(names.call["turns"]);
  });

  it("leaves the delivery as it was", () => {
    const before = JSON.stringify(campaignInsideLead);
    callIn(campaignInsideLead);
    expect(JSON.stringify(campaignInsideLead)).toBe(before);
  });

  it("ignores the end of a chat, and says so", () => {
    expect(parsePostCall(conversationEnded)).toMatchObject({ kind: "ignored", reason: expect.stringContaining("chat") });
  });

  it("takes a call that merely mentions a conversation for a call", () => {
    expect(callIn({ ...campaignInsideLead, conversation_id: "c-1" }).id).toBe("7310021");
  });
});

/** When turns with these times were said, of a call that began at 12:30. */
function at(timestamps: unknown[]): (number | null)[] {
  const transcript = timestamps.map((timestamp) => ({ text: "x", sender: "bot", timestamp }));
  return callIn({ id: 1, duration: 60, created_at: "2025-11-11T12:30:00Z", transcript }).turns.map((turn) => turn.at);
}

describe("when something was said", () => {
  const turns = [
    { text: "Oi", sender: "bot", timestamp: 1762864205.5 },
    { text: "Olá", sender: "human", timestamp: 1762864208.75 },
  ];

  it("counts from the call's start", () => {
    expect(callIn({ id: 1, duration: 60, created_at: "2025-11-11T12:30:00Z", transcript: turns }).turns.map((turn) => turn.at)).toEqual([
      5.5, 8.75,
    ]);
  });

  it("counts from the first turn where the dates lie outside the call", () => {
    expect(callIn({ id: 1, duration: 60, created_at: "2025-01-15T12:30:00Z", transcript: turns }).turns.map((turn) => turn.at)).toEqual([
      0, 3.25,
    ]);
  });

  it("takes small numbers as seconds, and milliseconds for what they are", () => {
    expect(at([0, 2.5])).toEqual([0, 2.5]);
    expect(at([1762864205500])).toEqual([5.5]);
    expect(at(["2025-11-11T12:30:09Z", "3", null, -1, "soon"])).toEqual([9, 3, null, null, null]);
  });
});

describe("whether somebody answered", () => {
  const said = [{ text: "Oi", sender: "human" }];
  it.each([
    ["completed", 30, said, true, "talked"],
    ["completed", 30, [], true, "talked"],
    ["completed", 0, [], false, "no_answer"],
    ["completed", null, [], true, "talked"],
    ["completed", 0, said, true, "talked"],
    ["ended_by_customer", 12, [], true, "talked"],
    ["busy", 0, [], false, "busy"],
    ["no_answer", 0, [], false, "no_answer"],
    ["unanswered", 14, said, false, "no_answer"],
    ["voicemail", 20, said, false, "voicemail"],
    ["machine_detected", 20, said, false, "voicemail"],
    ["failed", 0, [], false, "failed"],
    ["failed", 40, said, true, "talked"],
    ["ringing", 8, [], false, "no_answer"],
    ["in-progress", 8, said, true, "talked"],
    ["something new", 8, [], true, "talked"],
    [null, null, [], false, "no_answer"],
  ])("%s, %s s, %j: %s", (status, duration, transcript, answered, outcome) => {
    expect(callIn({ id: 1, status, duration, transcript }).names.call).toMatchObject({ answered, outcome });
  });
});

describe("the transcript as HTML", () => {
  it("names the speakers, shows times, and lets nothing that was said become a tag", () => {
    const html = String(
      callIn({ id: 1, duration: 9, transcript: [{ text: '<script>alert("1")</script>\n& so on', sender: "human", timestamp: 75.2 }] }).names
        .call["transcript_html"],
    );
    expect(html).toBe("<p><strong>Customer</strong> <em>1:15</em><br>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;<br>&amp; so on</p>");
  });

  it("ends where nobody would read on, and says what is missing", () => {
    const transcript = Array.from({ length: 6000 }, (_, index) => ({ text: `turn ${index} ${"x".repeat(80)}`, sender: "bot" }));
    const html = String(callIn({ id: 1, duration: 9, transcript }).names.call["transcript_html"]);
    expect(html.length).toBeLessThan(501_000);
    expect(html).toMatch(/shortened: \d+ of 6000 parts/);
  });
});
