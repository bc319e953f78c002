import { describe, expect, test } from "vitest";
import { compileMappings } from "../../src/compiler/compile.ts";
import { renderProblem } from "../../src/compiler/source-file.ts";

const contact = 'records:\n  contact:\n    find_by:\n      - phone: "{{ customer_phone }}"\n    set:\n';
const letters = [..."abcdefghi"];
const multiplying = letters.map(
  (name, index) =>
    `${name}: &${name} [${Array(9)
      .fill(index === 0 ? "x" : `*${letters[index - 1]}`)
      .join(", ")}]`,
);

const HOSTILE: Record<string, [text: string, sentence: RegExp]> = {
  "targets that multiply": [multiplying.join("\n"), /unfolds to far too many values/],
  "an anchor within itself": ["records: &all\n  contact: *all\n", /nested more than 40 levels deep/],
  "brackets within brackets": [`records: ${"[".repeat(50_000)}`, /nested far too deeply|nested more than 40/],
  "a file of 3 MB": [`${contact}${"      # x\n".repeat(350_000)}`, /larger than 2 MB/],
  "a NUL": ["name: \u0000\n", /not a text file/],
  "another encoding than UTF-8": ["name: S\uFFFDo Paulo\n", /not saved as UTF-8/],
  __proto__: [`${contact}      __proto__: { from: id }\n`, /`__proto__` is not a word I know here/],
  "names of every object": [`${contact}      constructor: { from: id, wrte: if_empty }\n`, /`wrte` is not a word/],
  "a key of 5,000 letters": [`${contact}      ${"k".repeat(5000)}: 1\n`, /This is not YAML/],
};

describe("A hostile file gets a sentence, never a crash", () => {
  test.each(Object.entries(HOSTILE))("%s", (_what, [text, sentence]) => {
    const said = compileMappings([{ path: "hostile.yaml", text }]).problems.map(renderProblem);
    expect(said[0]).toMatch(sentence);
    expect(said.length).toBeLessThan(4);
    expect(said.every((line) => line.length < 500)).toBe(true);
  });

  test("10,000 lines are checked, every one of them", () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `      p_${index}: { form: id }`);
    const { problems } = compileMappings([{ path: "long.yaml", text: contact + lines.join("\n") }]);
    expect(problems).toHaveLength(10_000);
    expect(problems.at(-1)).toMatchObject({ line: 10_005, column: 17 });
  });

  test("Windows line ends and a byte order mark are no mistakes", () => {
    const text = `\uFEFF${contact}      city: {{ status }}\n`.replaceAll("\n", "\r\n");
    expect(compileMappings([{ path: "win.yaml", text }]).problems.map(renderProblem)).toEqual([
      'win.yaml:6:13  This value begins with `{{`, which YAML reads as something else. Put quotes around it: "{{ status }}"',
    ]);
  });
});
