import { describe, expect, test } from "vitest";
import { FORMATS, applyFormat } from "../../src/mapping/formats.ts";

const CASES: Record<string, [country: string | null, value: unknown, becomes: unknown][]> = {
  first_name: [
    ["BR", "Maria da Silva", "Maria"],
    ["BR", "DOE, John", "John"],
    ["BR", "Dra. ANA PAULA", "Ana"],
    ["BR", "sr. joão", "João"],
    ["US", "J. R. Smith", "J. R."],
    ["US", "Mr. & Co", "&"],
    ["US", "John Doe, Jr.", "John"],
    ["US", "ana@acme.com", ""],
    ["US", "+55 11 98765-4321", ""],
    ["BR", "Não informado", ""],
    ["US", "McDonald", "McDonald"],
    ["BR", "", ""],
  ],
  last_name: [
    ["BR", "Maria da Silva", "da Silva"],
    ["NL", "Jan van der Berg", "van der Berg"],
    ["BR", "DOE, John", "Doe"],
    ["BR", "Ana", ""],
    ["BR", "MARIA DOS SANTOS", "dos Santos"],
    ["BR", "maria dos santos", "dos Santos"],
    ["IE", "SHANE O'BRIEN", "O'Brien"],
  ],
  phone: [
    ["BR", "(11) 98765-4321", "+5511987654321"],
    [null, "+1234567890", "+1234567890"],
    ["BR", "anonymous", undefined],
    ["BR", null, undefined],
  ],
  email: [
    ["BR", "Mail Ana@Acme.com.", "ana@acme.com"],
    ["BR", "ana arroba acme ponto com", "ana@acme.com"],
    ["BR", "none", undefined],
  ],
  date: [
    ["BR", "31/12/2026", "2026-12-31"],
    ["US", "12/31/2026", "2026-12-31"],
    ["US", "1/2/2026", "2026-01-02"],
    ["BR", "1/2/26", "2026-02-01"],
    ["BR", "2025-01-15", "2025-01-15"],
    ["BR", "2025-01-15T01:00:00Z", "2025-01-14"],
    ["BR", "15 de março de 2025", "2025-03-15"],
    ["US", "March 5, 2025", "2025-03-05"],
    ["BR", "31/02/2026", undefined],
    ["BR", "tomorrow", undefined],
  ],
  datetime: [
    ["BR", "31/12/2026 14:30", "2026-12-31T17:30:00.000Z"],
    ["US", "12/31/2026 2:30 pm", "2026-12-31T17:30:00.000Z"],
    ["BR", "2026-12-31T14:30:00-05:00", "2026-12-31T19:30:00.000Z"],
    ["BR", 1736937125, "2025-01-15T10:32:05.000Z"],
    ["BR", "1736937125000", "2025-01-15T10:32:05.000Z"],
  ],
  number: [
    ["BR", "R$ 1.500", 1500],
    ["US", "1.500", 1.5],
    ["BR", "1.234,56", 1234.56],
    ["US", "1,234.56", 1234.56],
    ["US", "1,500", 1500],
    ["BR", "1,5 milhão", 1_500_000],
    ["US", "US$ 20k", 20_000],
    ["BR", "-12,5", -12.5],
    ["BR", "15%", 15],
    ["BR", "1.234.567", 1_234_567],
    ["BR", "between 10 and 20", undefined],
    ["BR", "", undefined],
    ["BR", 3.5, 3.5],
  ],
  integer: [["BR", "12,7", 13]],
  digits: [["BR", "123.456.789-00", "12345678900"]],
  boolean: [
    ["BR", "Sim", true],
    ["BR", "não", false],
    ["US", "true", true],
    ["US", 0, false],
    ["US", "maybe", undefined],
  ],
  lowercase: [["BR", "ÁBC", "ábc"]],
  uppercase: [["BR", "ábc", "ÁBC"]],
  title_case: [["BR", "joão da silva", "João da Silva"]],
  sentence: [["BR", "schedule_demo", "Schedule demo"]],
  trim: [["BR", "  a   b ", "a b"]],
  url: [
    ["BR", "acme.com/x", "https://acme.com/x"],
    ["BR", "javascript:alert(1)", undefined],
    ["BR", "no address", undefined],
  ],
  domain: [
    ["BR", "https://www.Acme.com/x", "acme.com"],
    ["BR", "ana@acme.com", "acme.com"],
    ["BR", "acme", undefined],
  ],
  short: [["BR", "x ".repeat(200), `${"x ".repeat(123)}x…`]],
};

describe.each(Object.entries(CASES))("The format %s", (format, cases) => {
  test.each(cases)("in %s makes of %j: %j", (country, value, becomes) => {
    expect(applyFormat(format, value, { country, timezone: "America/Sao_Paulo" })).toEqual(becomes);
  });
});

test("Every format is tried here", () => expect(Object.keys(CASES).toSorted()).toEqual(Object.keys(FORMATS).toSorted()));
