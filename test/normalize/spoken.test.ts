import { expect, it } from "vitest";
import { momentIn, readMoment } from "../../src/normalize/date.ts";

/** A Monday, 17:00 in São Paulo. */
const SAID = "2026-03-02T20:00:00Z";

function read(text: string, country = "BR", said = SAID): string | null {
  const locale = { country, timezone: "America/Sao_Paulo", saidAt: Date.parse(said) };
  const moment = readMoment(text, locale);
  return moment === null ? null : momentIn(moment, locale.timezone).replace(":00.000Z", "Z");
}

it.each([
  ["quinta às 15h", "2026-03-05T18:00Z"],
  ["Quinta-feira, às 15:00", "2026-03-05T18:00Z"],
  ["na quinta às 15h30", "2026-03-05T18:30Z"],
  ["15h de quinta", "2026-03-05T18:00Z"],
  ["quinta às 3 da tarde", "2026-03-05T18:00Z"],
  ["5ª-feira às três da tarde", "2026-03-05T18:00Z"],
  ["quinta, 05/03, às 15h e meia", "2026-03-05T18:30Z"],
  ["5/3 às 15:00", "2026-03-05T18:00Z"],
  ["dia 5 às 15h", "2026-03-05T18:00Z"],
  ["5 de março às 15 horas", "2026-03-05T18:00Z"],
  ["amanhã às 10h", "2026-03-03T13:00Z"],
  ["amanhã, terça-feira, às 10h", "2026-03-03T13:00Z"],
  ["sexta-feira, dia 6, às 14h30", "2026-03-06T17:30Z"],
  ["amanhã de manhã às 9", "2026-03-03T12:00Z"],
  ["depois de amanhã ao meio-dia", "2026-03-04T15:00Z"],
  ["hoje às 8 da noite", "2026-03-02T23:00Z"],
  ["daqui a 2 horas", "2026-03-02T22:00Z"],
  ["em 30 minutos", "2026-03-02T20:30Z"],
  ["Thursday at 3pm", "2026-03-05T18:00Z"],
  ["Thursday, March 5 at 3:30 p.m.", "2026-03-05T18:30Z"],
  ["tomorrow at 10", "2026-03-03T13:00Z"],
  ["tomorrow morning at 10", "2026-03-03T13:00Z"],
  ["Thursday afternoon, 3 o'clock", "2026-03-05T18:00Z"],
  ["on March 5th, 2026 at 3 PM", "2026-03-05T18:00Z"],
  ["in 2 hours", "2026-03-02T22:00Z"],
  ["in 2 days at noon", "2026-03-04T15:00Z"],
  ["hoy a las 6 de la tarde", "2026-03-02T21:00Z"],
  ["mañana a las 10 de la mañana", "2026-03-03T13:00Z"],
  ["pasado mañana a las 15:00", "2026-03-04T18:00Z"],
  ["el jueves a las cinco y media de la tarde", "2026-03-05T20:30Z"],
])("“%s” is that moment", (text, moment) => {
  expect(read(text)).toBe(moment);
});

it("“next Tuesday” is the next one where no week has one in between", () => {
  expect(read("next Tuesday 3pm", "US", "2026-03-06T20:00:00Z")).toBe("2026-03-10T18:00Z");
  expect(read("terça que vem às 15h", "BR", "2026-03-06T20:00:00Z")).toBe("2026-03-10T18:00Z");
  expect(read("next Thursday at 3pm")).toBe(null);
});

it("the country says whether 3/5 is in March", () => {
  expect(read("3/5 at 3pm", "US")).toBe("2026-03-05T18:00Z");
  expect(read("3/5 às 15h", "BR")).toBe("2026-05-03T18:00Z");
});

it("the day on which it was said, by its name, is the next one only where its hour is over", () => {
  expect(read("segunda às 15h")).toBe("2026-03-09T18:00Z");
  expect(read("segunda às 18h")).toBe(null);
});

it("counts days over the end of the year", () => {
  expect(read("sexta às 10h", "BR", "2026-12-29T20:00:00Z")).toBe("2027-01-01T13:00Z");
  expect(read("5/1 às 10h", "BR", "2026-12-29T20:00:00Z")).toBe("2027-01-05T13:00Z");
});

it.each([
  "quinta",
  "sábado que vem às 10h",
  "next Tuesday",
  "amanhã",
  "amanhã de manhã",
  "às 15h",
  "quinta às 3",
  "quinta às 3h",
  "Thursday at 5",
  "quinta ou sexta às 15h",
  "quinta entre 14h e 16h",
  "quinta às 15h ou 16h",
  "semana que vem",
  "hoje às 15h",
  "1/3 às 15h",
  "31/2 às 15h",
  "31/2, amanhã, às 15h",
  "quinta, 06/03, às 15h",
  "quinta às 25h",
  "amanhã, quarta-feira, às 10h",
  "amanhã ou 5/3 às 10h",
  "hoje à meia-noite",
  "quando der",
  "maybe tomorrow at 10",
  "não amanhã às 10h",
  "dia 2 às 18h",
  "13 da noite de quinta",
  "15 min",
  "sex",
  "10 de maio",
  "3/4",
  `${"quinta ".repeat(40_000)}às 15h`,
])("“%s” is not guessed at", (text) => {
  expect(read(text)).toBe(null);
});
