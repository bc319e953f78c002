import { brotliCompressSync, deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { EARLIER_RECEIPTS } from "../../src/ledger/bodies/dictionaries.ts";
import { PACKING, pack, packJson, unpack, unpackJson } from "../../src/ledger/bodies/packing.ts";
import sample from "../webhook/sample-call.json";

const bytes = (text: string) => new TextEncoder().encode(text);
const RECEIPT = { records: { contact: { object: "contacts", id: "501", action: "created", set: { firstname: { to: "Zoë 🥐" } } } } };

describe("a body", () => {
  const body = bytes(JSON.stringify(sample));

  it.each([
    ["of a call", body],
    ["that is long", bytes(JSON.stringify(Array.from({ length: 500 }, (_, turn) => ({ text: `Turn ${turn * 37}`, sender: "human" }))))],
    ["that does not shrink", crypto.getRandomValues(new Uint8Array(300))],
    ["that is empty", new Uint8Array()],
  ])("%s comes back as it was", (_, whole) => {
    const packed = pack(whole);
    expect(packed.body.byteLength).toBeLessThanOrEqual(whole.byteLength);
    expect(unpack(packed.body, packed.packing)).toEqual(whole);
  });

  it("that was packed by an earlier release is read, and a short one takes less than it did then", () => {
    const [deflated, brotli] = [new Uint8Array(deflateRawSync(body)), new Uint8Array(brotliCompressSync(body))];
    expect(unpack(deflated, PACKING.deflate)).toEqual(body);
    expect(unpack(brotli, PACKING.brotli)).toEqual(body);
    expect(pack(body).body.byteLength).toBeLessThan(brotli.byteLength);
  });
});

describe("a receipt", () => {
  it.each([[RECEIPT], [{}], [[]], [null], ["a".repeat(10_000)]])("comes back as it was: %.60j", (value) =>
    expect(unpackJson(packJson(value))).toEqual(value),
  );

  it.each([0, 1, 6, 9])("that was packed earlier is read, at level %i", (level) => {
    for (const value of [RECEIPT, {}, [], { lines: Array.from({ length: 900 }, (_, line) => line * 7_654_321) }])
      expect(unpackJson(new Uint8Array(deflateRawSync(JSON.stringify(value), { level, dictionary: EARLIER_RECEIPTS })))).toEqual(value);
  });
});
