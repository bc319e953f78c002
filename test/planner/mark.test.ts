import { describe, expect, test } from "vitest";
import { noteMark, readMark } from "../../src/planner/activity/marker.ts";

describe("A mark is found again", () => {
  test.each([
    ["12345", "note"],
    ["12345", "follow_up"],
    ["a b · c<>&\"'", "note"],
    ["ação-日本", "call"],
    ["%20", "note"],
    ["\ud800x", "note"],
  ])("of call %j, record %s", (callId, record) => {
    const mark = noteMark(callId, record);
    const wanted = { callId: callId.replace("\ud800", "\ufffd"), record };
    expect(readMark(`<p>text</p>${mark}`)).toEqual(wanted);
    expect(
      readMark(
        mark.replace("<p><em>", '<p style="margin:0"><i>\n').replace("</em></p>", "</i>&nbsp;</p>").replace(" · ", "&nbsp;&middot; "),
      ),
    ).toEqual(wanted);
  });

  test.each([["<p>no mark</p>"], [""], ["<p>OtoniStark call</p>"]])("not in %j", (html) => expect(readMark(html)).toBeNull());

  test("and never another call's", () => {
    expect(readMark(noteMark("12345", "note"))?.callId).not.toBe("1234");
    expect(readMark(`<p>He said: OtoniStark call 999</p>${noteMark("12345", "note")}`)).toEqual({ callId: "12345", record: "note" });
  });
});
