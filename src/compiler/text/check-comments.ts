import { shortened } from "../words/describe-value.ts";
import type { Path, SourceFile, Spot } from "../source-file.ts";

/**
 * A ` #` begins a comment, also in the middle of what was meant as a text: `Ticket #42` is `Ticket`. A comment as people write them has a
 * space after the `#`; where a text of one's own may stand, one without is taken for a part of the text.
 */
export function checkComments(file: SourceFile): void {
  for (const spot of file.spots.values()) {
    const swallowed = mayBeFreeText(spot) ? commentBehind(file, spot) : null;
    if (!swallowed) continue;
    file.report(spot.path, sentence(spot, swallowed));
    file.silence(spot.path);
  }
}

const IN_TEXT = /^[ \t]*(#(?:[^\s#].*|\s*(?:\{\{|\{%).*|\s*\d+\s*))$/;

function commentBehind(file: SourceFile, { scalar, value, path }: Spot): string | null {
  const isWord = scalar?.type === "PLAIN" && scalar.value !== null;
  const end = isWord ? (scalar.range?.[1] ?? value) : value;
  if (!isWord && !(scalar?.value === null || file.isNothing(path))) return null;
  const line = file.text.slice(end, lineEnd(file.text, end));
  return IN_TEXT.exec(line.trimEnd())?.[1] ?? null;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function sentence({ scalar }: Spot, comment: string): string {
  const read = scalar === null || scalar.value === null ? "nothing" : `\`${shortened(String(scalar.value))}\``;
  const whole = `${scalar?.source ?? ""} ${comment}`.trim();
  const quoted = whole.includes('"') ? `'${whole.replaceAll("'", "''")}'` : `"${whole}"`;
  return `From \`#\` on this is a comment, so YAML reads ${read}. If it belongs to the text, put quotes around all of it: ${shortened(quoted)}. If it is a comment, put a space after the \`#\`.`;
}

/** Words that only have certain values: what stands behind them is a comment. */
const CHOICES = new Set<unknown>(
  "version country timezone language object if_missing if_several write format blank open pick through exists roll_up rematch owner on at_least at_most type".split(
    " ",
  ),
);

function mayBeFreeText({ path }: Spot): boolean {
  if (path[0] === "variables") return false;
  const word = path.findLast((part: Path[number]) => typeof part === "string");
  return path[2] === "set" && path.length === 4 ? true : !CHOICES.has(word);
}
