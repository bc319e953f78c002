import { describe, expect, it } from "vitest";
import type { Phone } from "../../src/normalize/phone-number.ts";
import { formatPhone, searchForms } from "../../src/normalize/phone-search-forms.ts";
import { readPhone, samePhone, variants } from "../../src/normalize/phone.ts";
import cases from "./cases.json";

interface Case {
  text: string | null;
  e164?: string;
  national?: string;
  country?: string | null;
  shown?: string;
  none?: string;
  why?: string;
}

for (const [place, { country, cases: rows }] of Object.entries(cases as Record<string, { country: string | null; cases: Case[] }>)) {
  describe(`phone numbers: ${place}`, () => {
    it.each(rows)("reads $text $why", (row) => {
      const read = readPhone(row.text, country);
      if (row.none) return expect(read).toEqual({ none: row.none });
      expect(read).toMatchObject({ e164: row.e164, country: row.country === undefined ? country : row.country });
      if (row.national) expect((read as Phone).national).toBe(row.national);
      if (row.shown) expect(formatPhone(read as Phone)).toBe(row.shown);
    });
  });
}

function phone(e164: string): Phone {
  const read = readPhone(e164, null);
  if ("none" in read) throw new Error(`${e164}: ${read.none}`);
  return read;
}

it("reads the same digits by each country anew", () => {
  const digits = "2125550123";
  expect(readPhone(digits, "US")).toMatchObject({ e164: "+12125550123" });
  expect(readPhone(digits, "BR")).toMatchObject({ e164: "+552125550123" });
  expect(readPhone(digits, null)).toEqual({ none: "not_a_number" });
});

it("reads a number that comes again only once, until thousands of others have come", () => {
  const first = readPhone("11 98765-4321", "BR");
  expect(readPhone("11 98765-4321", "BR")).toBe(first);
  for (let index = 0; index < 6_000; index++) readPhone(`+55119${70_000_000 + index}`, "BR");
  const again = readPhone("11 98765-4321", "BR");
  expect(again).not.toBe(first);
  expect(again).toEqual(first);
});

it("reads a number of any length in no time", () => {
  for (const text of ["x", "+", "1", "; ", "tel:", "1,"].map((part) => `${part}${" ".repeat(500_000)}y`)) {
    expect(readPhone(text, "BR")).toHaveProperty("none");
  }
});

describe("the same subscriber", () => {
  it.each([
    ["+5511987654321", "+551187654321", true],
    ["+551187654321", "+5511987654321", true],
    ["+5511933334444", "+551133334444", false],
    ["+5511987654321", "+5521987654321", false],
    ["+5511987654321", "+5511987654322", false],
    ["+525512345678", "+5215512345678", true],
    ["+5491187654321", "+541187654321", true],
    ["+1234567890", "+1234567890", true],
    ["+1234567890", "+11234567890", false],
  ])("%s and %s: %s", (a, b, same) => {
    expect(samePhone(phone(a), phone(b))).toBe(same);
    expect(samePhone(phone(b), phone(a))).toBe(same);
  });

  it("never names the number itself as its variant", () => {
    for (const e164 of ["+5511987654321", "+551187654321", "+5215512345678", "+541187654321", "+14155550100"]) {
      expect(variants(phone(e164))).not.toContain(phone(e164).e164);
    }
  });
});

describe("what to look for in HubSpot", () => {
  it("names both spellings of a Brazilian mobile, E.164 first", () => {
    const { own, spellings, typed } = searchForms(phone("+5511987654321"));
    expect([own, ...spellings]).toEqual(["11987654321", "1187654321"]);
    expect(typed.slice(0, 4)).toEqual(["+5511987654321", "+551187654321", "+55 11 98765-4321", "(11) 98765-4321"]);
    expect(typed).toContain("+55 (11) 8765-4321");
    expect(typed).toContain("11987654321");
  });

  it("knows how Americans type", () => {
    expect(searchForms(phone("+14155550100"))).toEqual({
      own: "4155550100",
      readings: [],
      spellings: [],
      seldom: ["14155550100", "04155550100"],
      ending: "55550100",
      typed: expect.arrayContaining([
        "+14155550100",
        "(415) 555-0100",
        "415-555-0100",
        "+1 (415) 555-0100",
        "+1 415-555-0100",
        "14155550100",
      ]),
    });
  });

  it("offers a number that no plan knows with and without what may be its country code", () => {
    expect(searchForms(phone("+1234567890"))).toMatchObject({
      own: "1234567890",
      readings: ["234567890"],
      typed: ["+1234567890", "234567890", "1234567890"],
    });
  });

  it("offers an Italian number with and without its zero", () => {
    const { own, spellings } = searchForms(phone("+390612345678"));
    expect([own, ...spellings]).toEqual(["0612345678", "612345678"]);
  });

  it.each([
    ["+5511987654321", ["1987654321", "7654321", "5511987654321"]],
    ["+5521987654321", ["5521987654321"]],
    ["+4915123456789", ["5123456789", "4915123456789"]],
    ["+447911123456", ["447911123456"]],
    ["+919876543210", ["919876543210"]],
    ["+2348180854296", ["2348180854296"]],
    ["+525512345678", ["525512345678"]],
  ])("knows what HubSpot may make of %s typed without its +, read as an American number", (e164, readings) => {
    expect(searchForms(phone(e164)).readings).toEqual(readings);
  });

  it("reads every form it names back as the same number", () => {
    for (const e164 of [
      "+5511987654321",
      "+551133334444",
      "+14155550100",
      "+442079460018",
      "+4915123456789",
      "+525512345678",
      "+5491187654321",
    ]) {
      const wanted = phone(e164);
      for (const form of searchForms(wanted).typed) {
        const read = readPhone(form, wanted.country);
        expect("none" in read ? form : samePhone(read, wanted) || form).toBe(true);
      }
    }
  });
});
