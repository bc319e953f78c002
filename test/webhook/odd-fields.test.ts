import { describe, expect, it } from "vitest";
import type { Call } from "../../src/call/call.ts";
import { parsePostCall } from "../../src/otonistark/parse.ts";
import apiShapeWrong from "./odd/api-shape-wrong.json";
import clockDuration from "./odd/clock-duration.json";
import wrongInsideLead from "./odd/wrong-inside-lead.json";

function callIn(body: unknown, receivedAt?: string): Call {
  const parsed = parsePostCall(body, receivedAt);
  if (parsed.kind !== "call") throw new Error(JSON.stringify(parsed));
  return parsed.call;
}

const SECONDS = "a number of seconds, 0 or more";
const AN_OBJECT = "an object with the variables by name";

describe("a call with an id is taken, whatever one of its fields is", () => {
  it.each<[string, object, [field: string, expected: string][]]>([
    ["duration", { duration: -1 }, [["duration", SECONDS]]],
    ["duration", { duration: "a while" }, [["duration", SECONDS]]],
    ["duration", { duration: { seconds: 3 } }, [["duration", SECONDS]]],
    ["customer_phone", { customer_phone: ["+5511987654321"] }, [["customer_phone", "a text"]]],
    ["status", { status: { is: "completed" }, duration: 5 }, [["status", "a text"]]],
    ["transcript", { transcript: 12, duration: 5 }, [["transcript", "a list of turns or a text"]]],
    ["extracted_variables", { extracted_variables: "good" }, [["extracted_variables", AN_OBJECT]]],
    ["recording_url", { recording_url: [1], duration: 5 }, [["recording_url", "a text"]]],
    ["lead", { lead: true, duration: 5 }, [["lead", "an object"]]],
    [
      "wrong things in the API's shape, under its own names",
      apiShapeWrong,
      [
        ["client_phone_number", "a text"],
        ["evaluation", AN_OBJECT],
      ],
    ],
    [
      "wrong things inside the lead",
      wrongInsideLead,
      [
        ["lead.variables", AN_OBJECT],
        ["lead.campaign", "an object"],
      ],
    ],
  ])("%s: %j is left out, and said", (_field, body, warnings) => {
    expect(callIn({ id: 1, ...body }).warnings).toEqual(warnings.map(([field, expected]) => ({ field, expected })));
  });

  it("and what was not odd stays", () => {
    const { names, turns, leadId, customerPhone } = callIn(wrongInsideLead);
    expect([turns.length, leadId, customerPhone]).toEqual([4, "1", "+5511987654321"]);
    expect(names).toMatchObject({ duration: 94, lead: { id: 1, variables: {}, campaign: null } });
  });

  it.each<[string, object, object]>([
    ["a clock", clockDuration, { duration: 94 }],
    ["a clock with hours", { duration: "00:02:05" }, { duration: 125 }],
    ["seconds with their word", { duration: "125 s" }, { duration: 125 }],
    ["seconds as a text", { duration: "125.4" }, { duration: 125.4 }],
    [
      "a lead in a text",
      { duration: 5, lead: '{"id":7,"variables":{"email":"a@b.example"},"campaign":{"name":"Spring"}}' },
      { lead: { id: 7, variables: { email: "a@b.example" } }, campaign: { name: "Spring" } },
    ],
    ["a campaign in a text", { duration: 5, campaign: '{"name":"Spring"}' }, { campaign: { name: "Spring" } }],
    ["a lead that is null in a text", { duration: 5, lead: "null" }, { lead: null }],
    ["a lead's id alone", { duration: 5, lead: "lead-7" }, { lead: { id: "lead-7" } }],
    [
      "variables in a text",
      { input_variables: '{"a":1}', extracted_variables: "[]" },
      { input_variables: { a: 1 }, extracted_variables: {} },
    ],
    ["pairs in a text", { input_variables: '[{"name":"a","value":1}]' }, { input_variables: { a: 1 } }],
  ])("%s is read", (_what, body, names) => {
    const call = callIn({ id: 1, ...body });
    expect(call.names).toMatchObject(names);
    expect(call.warnings).toEqual([]);
  });

  it("a transcript in a text is read as its turns", () => {
    const said = [
      { text: "Oi", sender: "bot" },
      { text: "Olá", sender: "human" },
    ];
    expect(callIn({ id: 1, transcript: JSON.stringify(said) }).turns.map(({ text }) => text)).toEqual(["Oi", "Olá"]);
    expect(callIn({ id: 1, transcript: "AI: [noise] Hi\nCustomer: Hello" }).turns).toHaveLength(2);
    expect(callIn({ id: 1, transcript: "[00:01] AI: Hi" }).turns).toEqual([{ speaker: "assistant", text: "Hi", at: 1 }]);
  });

  it("a body in a text, and one in a relay's text, are read", () => {
    const body = JSON.stringify({ id: 5, duration: 3 });
    expect(callIn(body).id).toBe("5");
    expect(callIn({ event: "call", data: body }).id).toBe("5");
  });
});

describe("when a call was", () => {
  const NOW = "2026-11-26T12:00:00.000Z";
  it.each([
    ["2031-01-01T00:00:00Z", 60, "2026-11-26T11:59:00.000Z"],
    ["2026-11-26T15:00:00Z", 60, "2026-11-26T11:59:00.000Z"],
    ["2026-11-26T12:03:00Z", 60, "2026-11-26T12:03:00.000Z"],
    ["2026-11-26T11:00:00Z", 60, "2026-11-26T11:00:00.000Z"],
    ["2026-11-26T11:00:00.123456Z", 60, "2026-11-26T11:00:00.123Z"],
    ["2026-11-26 11:00:00", 60, "2026-11-26T11:00:00.000Z"],
    ["soon", 60, "2026-11-26T11:59:00.000Z"],
  ])("created at %s, %i s long: %s", (created_at, duration, startedAt) => {
    expect(callIn({ id: 1, created_at, duration }, NOW).startedAt).toBe(startedAt);
  });
});

describe("what HubSpot takes in no text", () => {
  it("never gets past the parser: NUL and half a character", () => {
    const { names } = callIn({ id: 1, status: "a\0b", input_variables: { "na\0me": "x\ud800y", deep: [{ text: "\udc00" }], whole: "👍" } });
    expect(names).toMatchObject({ status: "ab", input_variables: { name: "x\ufffdy", deep: [{ text: "\ufffd" }], whole: "👍" } });
  });
});
