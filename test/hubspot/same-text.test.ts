import { expect, it } from "vitest";
import { isSameMoment } from "../../src/hubspot/model/same-text.ts";

it.each([
  ["2026-03-02T14:55:00Z", "2026-03-02T14:55:00.000Z"],
  ["2026-03-02T14:55:00Z", "1772463300000"],
  ["2026-03-02T11:55:00-03:00", "2026-03-02T14:55:00Z"],
  ["2026-03-02", "1772409600000"],
])("%s is the same moment as %s", (one, two) => {
  expect([isSameMoment(one, two), isSameMoment(two, one)]).toEqual([true, true]);
});

it.each([
  ["Ana 1", "Bia 1"],
  ["1", "01"],
  ["2026-03-02", "March 2, 2026"],
  ["2026-13-45", "2026-13-45"],
  ["", ""],
])("%j and %j are no moments", (one, two) => {
  expect(isSameMoment(one, two)).toBe(false);
});
