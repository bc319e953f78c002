import { describe, expect, it } from "vitest";
import { contentHash } from "../../src/ledger/bodies/content-hash.ts";

const same: [string, string, string][] = [
  ["order of keys", '{"a":1,"b":{"c":2,"d":3}}', '{"b":{"d":3,"c":2},"a":1}'],
  ["white space", '{"a":[1,2]}', ' { "a" : [ 1 , 2 ] } '],
  ["ways to write a number", '{"a":1.50}', '{"a":15e-1}'],
  ["escapes", '{"a":"\\u00e9"}', '{"a":"é"}'],
];

const other: [string, string, string][] = [
  ["order of a list", "[1,2]", "[2,1]"],
  ["a number and its text", '{"a":1}', '{"a":"1"}'],
  ["null and missing", '{"a":null}', "{}"],
  ["a list and an object", "[]", "{}"],
  ["where a list ends", "[[1],2]", "[[1,2]]"],
  ["where a text ends", '["a","b"]', '["a1:b"]'],
  ["under __proto__", '{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}'],
  ["__proto__ or not", '{"__proto__":1}', "{}"],
];

describe("the hash of a delivery", () => {
  it.each(same)("is the same whatever the %s", (_, a, b) => expect(contentHash(JSON.parse(a))).toBe(contentHash(JSON.parse(b))));
  it.each(other)("tells %s apart", (_, a, b) => expect(contentHash(JSON.parse(a))).not.toBe(contentHash(JSON.parse(b))));

  it("stays what it was when it was stored", () => {
    expect(contentHash(JSON.parse('{"id":1,"é":[true,null,"x"]}'))).toBe(
      "30de1fa722da2e1bbf702dabb2f7777c40257853b822ab6b3da1c6a0e54718ba",
    );
  });

  it("takes any depth", () => {
    const levels = 300_000;
    expect(contentHash(JSON.parse("[".repeat(levels) + "]".repeat(levels)))).toMatch(/^[0-9a-f]{64}$/);
  });
});
