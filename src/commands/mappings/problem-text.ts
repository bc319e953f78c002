import { styleText } from "node:util";
import { type MappingProblem, renderProblem } from "../../compiler/source-file.ts";

/** What the commands print of a mapping's problems: a line each, and how many there are. */
export function problemText(problems: MappingProblem[], colour: boolean): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [
    ...problems.map((problem) => problemLine(problem, colour)),
    "",
    `${count}. Nothing is deployed until ${problems.length === 1 ? "it is" : "they are"} mended.`,
  ].join("\n");
}

function problemLine(problem: MappingProblem, colour: boolean): string {
  const plain = renderProblem(problem);
  const where = plain.slice(0, plain.indexOf("  "));
  return colour ? styleText("cyan", where) + plain.slice(where.length) : plain;
}
