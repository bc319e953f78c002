import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { sayReason } from "../../src/problem/say-reason.ts";

/** Where reasons for people are made that are no problems. */
const ROOMS = ["planner", "pipeline", "operator", "portal", "ledger/asked", "ledger/settle", "hubspot/find", "hubspot/model", "mapping"];
/** A sentence that stands beside one of these words goes into a receipt, a plan or a refusal. */
const REASON =
  /(?:\bwhy(?:: | = )|\bkeep: |\bblank: |\brefused: |\bdone: |\bbad: |\bnote = |: UNDONE = |instead\(|when\([^\n]*?, )(["`])((?:(?!\1)[^\n\\])*\s(?:(?!\1)[^\n\\])*)\1/g;
/** Not for people, or no sentence of its own. */
const OTHERS = /^(?:\$\{[^}]*\}[:. ]*)+$|\{\{/;

/** What a reader would see: something in the place of what is filled in. */
const filled = (template: string) => template.replace(/\\`/g, "`").replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, "7");

const reasons = ROOMS.flatMap((room) => globSync(`src/${room}/**/*.ts`)).flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(REASON)]
    .map((match) => match[2] as string)
    .filter((text) => !OTHERS.test(text))
    .map((text) => [file, filled(text)] as const),
);

it("every reason that stands in the source has a Portuguese sentence", () => {
  expect(reasons.length).toBeGreaterThan(50);
  expect(reasons.filter(([, text]) => sayReason(text, "pt") === text)).toEqual([]);
});

it.each([
  [
    "contact: there is none (by phone: none). deal: there is no contact to find it through. note: there is no record to put it on (contact: there is none (by phone: none))",
    "contact: não há nenhum (por phone: nenhum). deal: não há contact por meio do qual encontrá-lo. note: não há registro ao qual associá-lo (contact: não há nenhum (por phone: nenhum))",
  ],
  [
    "No mapping wanted it: Sales: `status` is `no_answer`, not one of `completed`, `a and b`; Care: none of these holds: `lead.id` is blank, not filled; `x` is something else, not `5` or more",
    "Nenhum mapeamento a quis: Sales: `status` é `no_answer`, não um de `completed`, `a and b`; Care: nada disto vale: `lead.id` é em branco, não preenchido; `x` é outra coisa, não `5` ou mais",
  ],
  [
    "`status` is `completed` and not (`a` is blank or `b` is from 9:00 to 12:00)",
    "`status` é `completed` e não (`a` é em branco ou `b` é de 9:00 a 12:00)",
  ],
  [
    "nothing to know it by: the call brought no email; the caller withheld the number",
    "nada por que reconhecê-lo: a ligação não trouxe email; quem ligou ocultou o número",
  ],
  [
    "HubSpot refused to archive it: The HubSpot key lacks a scope: crm.x.write.",
    "o HubSpot não quis arquivá-lo: Falta um escopo à chave do HubSpot: crm.x.write.",
  ],
  ["`a` is `5` or more or `b` is filled", "`a` é `5` ou mais ou `b` é preenchido"],
  ["what somebody typed in 2019", "what somebody typed in 2019"],
  ["$& $1 `$&`: same value", "$& $1 `$&`: mesmo valor"],
])("%s", (english, portuguese) => {
  expect(sayReason(english, "pt")).toBe(portuguese);
  expect(sayReason(english, "en")).toBe(english);
});

it("however long a reason is, it is said in no time", () => {
  const startedAt = performance.now();
  sayReason("by a: ".repeat(200_000), "pt");
  sayReason(`by ${"a: ".repeat(1_300)}`, "pt");
  sayReason("it waits for; ".repeat(280), "pt");
  sayReason("x is y, not z and ".repeat(220), "pt");
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
