import { describe, expect, it } from "vitest";
import { parsePostCall } from "../../src/otonistark/parse.ts";
import anotherEvent from "./refused/another-event.json";
import emptyObject from "./refused/empty-object.json";
import endlessId from "./refused/endless-id.json";
import everythingWrong from "./refused/everything-wrong.json";
import fractionalId from "./refused/fractional-id.json";
import impreciseId from "./refused/imprecise-id.json";
import listOfTwo from "./refused/list-of-two.json";
import noId from "./refused/no-id.json";
import text from "./refused/text.json";

const HOSTILE = `{
  "id": 7310041, "duration": 5, "__proto__": { "polluted": true }, "constructor": { "prototype": { "polluted": true } },
  "extracted_variables": { "__proto__": { "polluted": true }, "summary": "<img src=x onerror=alert(1)>" },
  "transcript": [
    { "text": "<script>alert(1)</script> & \\"more\\"\\nsecond line", "type": "transcript", "sender": "human", "timestamp": 3.5 },
    { "text": 42, "type": "transcript", "sender": "bot", "timestamp": 4 }, null, 7, { "text": "x", "sender": "system" }
  ]
}`;

const AN_ID = "the call's id, a whole number or a text of at most 128 characters";

const REFUSED: [string, unknown, [path: string, message: string][]][] = [
  ["a text", text, [["", "a call's JSON object was expected"]]],
  ["null", null, [["", "a call's JSON object was expected"]]],
  ["a list of two calls", listOfTwo, [["", "one call was expected, a list of 2 was found: send each in a request of its own"]]],
  ["a body without id", noId, [["id", `missing; expected ${AN_ID}`]]],
  ["half an id", fractionalId, [["id", `expected ${AN_ID}, found 12.5`]]],
  ["an endless id", endlessId, [["id", `expected ${AN_ID}, found a text of 129 characters`]]],
  ["an id that JSON numbers cannot hold", impreciseId, [["id", `expected ${AN_ID}, found 9007199254740992`]]],
  ["another system's event", anotherEvent, [["", expect.stringContaining("nothing here tells of a call")]]],
  [
    "an empty object",
    emptyObject,
    [
      ["id", `missing; expected ${AN_ID}`],
      ["", expect.stringContaining("nothing here tells of a call")],
    ],
  ],
  [
    "everything wrong at once",
    everythingWrong,
    [
      ["id", `expected ${AN_ID}, found ""`],
      ["status", "expected a text, found an object"],
      ["duration", "expected a number of seconds, 0 or more, found -4"],
      ["customer_phone", "expected a text, found a list"],
      ["assistant_phone", "expected a text, found true"],
      ["extracted_variables", 'expected an object with the variables by name, found "none"'],
      ["input_variables", "expected an object with the variables by name, found a list"],
      ["transcript", "expected a list of turns or a text, found 12"],
      ["formatted_transcript", "expected a text, found an object"],
      ["recording_url", "expected a text, found an object"],
      ["lead", "expected an object, found true"],
      ["campaign", "expected an object, found a list"],
    ],
  ],
];

const BROKEN_IDS: [string, unknown][] = [
  ["half a character in its id", { id: "abc\ud800", status: "completed" }],
  ["a list as its id", { id: [1], status: "completed" }],
];

describe("what is not a call", () => {
  it.each(REFUSED)("refuses %s with every reason", (_, body, issues) => {
    expect(parsePostCall(body)).toEqual({ kind: "not_a_call", issues: issues.map(([path, message]) => ({ path, message })) });
  });

  it.each(BROKEN_IDS)("refuses a body with %s", (_, body) => {
    expect(parsePostCall(body)).toMatchObject({ kind: "not_a_call", issues: [{ path: "id" }] });
  });

  it.each([40, 200_000])("refuses %i levels of nesting", (levels) => {
    const body = JSON.parse(`{"id":1,"status":${"[".repeat(levels)}${"]".repeat(levels)}}`);
    expect(parsePostCall(body)).toMatchObject({ kind: "not_a_call", issues: [{ path: "", message: expect.stringContaining("nested") }] });
  });
});

describe("a hostile call", () => {
  it("changes no prototype, and its markup stays text", () => {
    const parsed = parsePostCall(JSON.parse(HOSTILE));
    if (parsed.kind !== "call") throw new Error(JSON.stringify(parsed));
    const { names, turns } = parsed.call;
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(names["polluted"] ?? (names["extracted_variables"] as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(Object.keys(names)).not.toContain("__proto__");
    expect(turns).toEqual([{ speaker: "customer", text: '<script>alert(1)</script> & "more"\nsecond line', at: 3.5 }]);
    expect(String((names["call"] as Record<string, unknown>)["transcript_html"])).not.toContain("<script");
  });
});
