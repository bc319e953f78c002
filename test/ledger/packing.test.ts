import { brotliCompressSync, deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { EARLIER_RECEIPTS, RECEIPTS } from "../../src/ledger/bodies/dictionaries.ts";
import { packReceipt, readReceipt } from "../../src/ledger/bodies/packed-receipt.ts";
import { PACKING, pack, packJson, unpack, unpackJson } from "../../src/ledger/bodies/packing.ts";
import { inColumns } from "../../src/ledger/bodies/turns-in-columns.ts";
import type { StoredReceipt } from "../../src/ledger/settle/receipt.ts";
import { longCall } from "../bench/long-call.ts";
import sample from "../webhook/sample-call.json";

const bytes = (text: string) => new TextEncoder().encode(text);
const RECEIPT = { records: { contact: { object: "contacts", id: "501", action: "created", set: { firstname: { to: "Zoë 🥐" } } } } };

describe("a body", () => {
  const body = bytes(JSON.stringify(sample));

  it.each([
    ["of a call", body],
    ["that is long", bytes(JSON.stringify(Array.from({ length: 500 }, (_, turn) => ({ text: `Turn ${turn * 37}`, sender: "human" }))))],
    [
      "of an hour",
      bytes(
        JSON.stringify({
          transcript: Array.from({ length: 700 }, (_, turn) => ({
            text: `Turn ${turn * 37}, and more of it`,
            sender: "bot",
            timestamp: turn,
          })),
        }),
      ),
    ],
    ["that does not shrink", crypto.getRandomValues(new Uint8Array(300))],
    ["that is empty", new Uint8Array()],
  ])("%s comes back as it was", (_, whole) => {
    const packed = pack(whole);
    expect(packed.body.byteLength).toBeLessThanOrEqual(whole.byteLength);
    expect(unpack(packed.body, packed.packing)).toEqual(whole);
  });

  it("of ten minutes takes less than with brotli, and comes back to the letter", () => {
    const long = bytes(longCall(3));
    expect(pack(long).body.byteLength).toBeLessThan(brotliCompressSync(long).byteLength * 0.7);
    expect(unpack(pack(long).body, pack(long).packing)).toEqual(long);
  });

  const turns = (turn: (at: number) => string) =>
    `{"id":1,"transcript":[${Array.from({ length: 40 }, (_, at) => turn(at)).join(",")}],"a":"b"}`;

  it.each([
    ["in another order of keys", turns((at) => `{"sender":"bot","text":"Turn ${at}","timestamp":${at * 3}}`)],
    ["with escapes as PHP writes them", turns((at) => `{"text":"Ol\\u00e1 ${at} \\/ \\"sim\\" \\\\","sender":"human"}`)],
    [
      "with times of all kinds",
      turns((at) => `{"text":"x","timestamp":${["1.50", "-0", "1e3", "null", "9007199254740993", "007"][at % 6]}}`),
    ],
    ["of which one has another key", turns((at) => (at === 20 ? `{"text":"x","more":1}` : `{"text":"${at}"}`))],
    ["of which the last are nested", turns((at) => (at > 25 ? `{"text":{"a":[1,{"transcript":[]}]}}` : `{"text":"${at}"}`))],
    ["with white space", turns((at) => `{ "text" : "${at}" }`)],
    ["with a raw control character", turns((at) => `{"text":"\u0000${at}\u0001"}`)],
    ["without keys", turns(() => "{}")],
    ["that were cut off", turns((at) => `{"text":"${at}"}`).slice(0, -30)],
    ["in a text", JSON.stringify({ note: turns((at) => `{"text":"${at}"}`) })],
    ["twice", turns((at) => `{"text":"${at}"}`).replace('"a":"b"', `"transcript":[{"text":"1"}]`)],
    ["after a byte order mark", `\ufeff${turns((at) => `{"text":"${at}"}`)}`],
  ])("whose turns come %s is kept to the letter", (_, text) => {
    const packed = pack(bytes(text));
    expect(new TextDecoder("utf8", { ignoreBOM: true, fatal: false }).decode(unpack(packed.body, packed.packing))).toBe(text);
  });

  it("that is no text is kept to the byte", () => {
    const odd = new Uint8Array([...bytes(turns((at) => `{"text":"${at}"}`)), 0xff, 0xfe]);
    expect(unpack(pack(odd).body, pack(odd).packing)).toEqual(odd);
  });

  it("whose turns have a thousand keys each is packed as it is: their pattern would take longer than all else of a call", () => {
    const keys = (at: number) => Array.from({ length: 1_000 }, (_, key) => `"k${key}":${key + at}`).join(",");
    const talk = bytes(`{"transcript":[${Array.from({ length: 20 }, (_, at) => `{${keys(at)}}`).join(",")}]}`);
    expect(inColumns(new TextDecoder().decode(talk))).toBeNull();
    const few = bytes(turns((at) => `{"a":1,"b":2,"c":"${at}"}`));
    expect(inColumns(new TextDecoder().decode(few))).not.toBeNull();
    expect(unpack(pack(talk).body, pack(talk).packing)).toEqual(talk);
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
    expect(unpackJson(packJson(value, "receipt"))).toEqual(value),
  );

  it.each([0, 1, 6, 9])("that was packed earlier is read, at level %i", (level) => {
    for (const value of [RECEIPT, {}, [], { lines: Array.from({ length: 900 }, (_, line) => line * 7_654_321) }])
      expect(unpackJson(new Uint8Array(deflateRawSync(JSON.stringify(value), { level, dictionary: EARLIER_RECEIPTS })))).toEqual(value);
  });

  it("keeps the hashes of a long note's lines in two thirds of the room, and reads them where they stand as numbers", () => {
    const lines = Array.from({ length: 132 }, (_, line) => (line * 2_654_435_761) % 2 ** 24);
    const receipt: StoredReceipt = { records: { note: { object: "notes", id: "7", action: "created", lines } }, problem: null, note: null };
    const grouped = { ...receipt, records: { note: { ...receipt.records["note"]!, lines: [7, 3 * 2 ** 32 + 5] } } };
    const before = packJson(receipt, "receipt");
    const now = packReceipt(receipt);
    for (const each of [receipt, grouped]) expect(readReceipt(packReceipt(each).buffer as ArrayBuffer)).toEqual(each);
    expect(readReceipt(before.buffer as ArrayBuffer)).toEqual(receipt);
    expect(now.byteLength).toBeLessThan(before.byteLength - 60);
  });
});

it.each([0, 40, 700, 2_500, 6_000, 13_000, 30_000, 70_000])(
  "JSON of %i signs is packed into no more bytes than with the largest window, and comes back",
  (signs) => {
    let state = signs + 1;
    const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % 4_096;
    const words: string[] = [];
    for (let length = 0; length < signs; length += 6) words.push(`w${next().toString(36)}`);
    const value = { note: words.join(" ") };
    const packed = packJson(value, "receipt");
    expect(unpackJson(packed)).toEqual(value);
    expect(packed.byteLength - 1).toBeLessThanOrEqual(
      deflateRawSync(JSON.stringify(value), { level: 9, dictionary: RECEIPTS }).byteLength * 1.002,
    );
  },
);
