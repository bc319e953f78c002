import { expect, it } from "vitest";
import { type Receipt, isDeleted } from "../../src/ledger/settle/receipt.ts";

const skipped: Receipt = { object: "notes", id: "777", action: "skipped" };

it("knows what somebody deleted by its mark, and in what the first release stored by its sentence", () => {
  expect(isDeleted({ ...skipped, deleted: true, why: "whatever it is called by then" })).toBe(true);
  expect(isDeleted({ ...skipped, why: "it was deleted in HubSpot, and stays deleted" })).toBe(true);
  expect(isDeleted({ ...skipped, why: "its condition does not hold" })).toBe(false);
});
