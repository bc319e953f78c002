import { expect, it } from "vitest";
import type { IndexReading } from "../../src/hubspot/find/index-reading.ts";
import { CALCULATED_MOBILE, type WantedPhone, stepsInTurn } from "../../src/hubspot/find/phone-steps.ts";
import { CALCULATED_PHONE } from "../../src/hubspot/model/lookup.ts";
import type { Phone } from "../../src/normalize/phone-number.ts";
import { searchForms } from "../../src/normalize/phone-search-forms.ts";
import { readPhone } from "../../src/normalize/phone.ts";

const phone = readPhone("+5511987654321", "BR") as Phone;
const wanted: WantedPhone = { phone, forms: searchForms(phone) };
const { own, readings, spellings } = wanted.forms;

/** What is looked for of one unknown number, step by step; `turnsOut`: the portal shows the other reading too, before the last step. */
function asked({ isNational, isSpared = false, turnsOut = false }: { isNational: boolean; isSpared?: boolean; turnsOut?: boolean }) {
  const reading = { isNational, sparesOneMore: () => isSpared } as { -readonly [K in keyof IndexReading]: IndexReading[K] };
  const [first, second, third, last] = stepsInTurn(reading as IndexReading).map((step) => () => step(wanted));
  const before = [first?.(), second?.(), third?.()];
  if (turnsOut) reading.isNational = false;
  return [...before, last?.()];
}

it("an unknown number is looked for under both readings until the portal has shown which it has", () => {
  expect(readings.length).toBeGreaterThan(0);
  expect(asked({ isNational: false })).toEqual([
    { [CALCULATED_PHONE]: [own] },
    { [CALCULATED_PHONE]: [...readings, ...spellings] },
    { [CALCULATED_MOBILE]: [own, ...readings, ...spellings] },
    {},
  ]);
});

it("then the other is left out, but for a sample in `phone`; what was left out is made up for where it turns out to be there", () => {
  const without = { [CALCULATED_MOBILE]: [own, ...spellings] };
  expect(asked({ isNational: true }).slice(1)).toEqual([{ [CALCULATED_PHONE]: [...readings, ...spellings] }, without, {}]);
  expect(asked({ isNational: true, isSpared: true }).slice(1)).toEqual([{ [CALCULATED_PHONE]: spellings }, without, {}]);
  expect(asked({ isNational: true, turnsOut: true }).at(-1)).toEqual({ [CALCULATED_MOBILE]: readings });
  expect(asked({ isNational: true, isSpared: true, turnsOut: true }).at(-1)).toEqual({
    [CALCULATED_PHONE]: readings,
    [CALCULATED_MOBILE]: readings,
  });
});
