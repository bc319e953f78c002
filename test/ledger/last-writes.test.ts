import { deflateRawSync } from "node:zlib";
import { expect, it } from "vitest";
import { EARLIER_RECEIPTS } from "../../src/ledger/bodies/dictionaries.ts";
import { packJson } from "../../src/ledger/bodies/packing.ts";
import { type Written, grouped, packed, ungrouped, unpacked } from "../../src/ledger/records/packed-writes.ts";
import { codeOfProperty, propertyOfCode } from "../../src/ledger/records/property-codes.ts";

const AT = Date.UTC(2026, 2, 2, 12);
const WRITTEN: Written = {
  firstname: [AT, "11000100", 1_048_575],
  email: [AT, "11000100", 0],
  nosso_orçamento__c: [AT, "11000100", 4_294_967_295],
  phone: [AT + 0.25, "ID~2 Zoë 🥐", 7],
  city: [0, "11000100"],
};

const kept = (bytes: Uint8Array) =>
  ungrouped(unpacked(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer));

it.each([
  ["today", packed(grouped(WRITTEN))],
  ["packed as JSON", packJson(grouped(WRITTEN), "receipt")],
  ["packed with an earlier dictionary", new Uint8Array(deflateRawSync(JSON.stringify(grouped(WRITTEN)), { dictionary: EARLIER_RECEIPTS }))],
])("what calls wrote last to a record comes back as it was kept %s", (_, bytes) => expect(kept(bytes)).toEqual(WRITTEN));

it("what the first release kept is read, and so is a record to which nothing was written", () => {
  expect(ungrouped(unpacked(JSON.stringify(WRITTEN)))).toEqual(WRITTEN);
  expect(unpacked("[]")).toEqual([]);
  expect(kept(packed([]))).toEqual({});
});

it("takes two thirds of what it took as packed JSON", () => {
  const written = Object.fromEntries(["firstname", "lastname", "email", "phone"].map((name, at) => [name, [AT, "11000100", 700_001 + at]]));
  const stored = grouped(written as Written);
  expect(packed(stored).byteLength).toBeLessThan(packJson(stored, "receipt").byteLength * 0.7);
});

it("a property's code never changes, for what is stored speaks in codes", () => {
  expect(["firstname", "phone", "hubspot_owner_id", "hs_next_step", "hs_timezone"].map(codeOfProperty)).toEqual([1, 4, 17, 28, 38]);
  expect(propertyOfCode(1)).toBe("firstname");
  expect(codeOfProperty("lead_quality")).toBe(0);
  expect(() => propertyOfCode(1_000)).toThrow("a later release");
});
