import { isGroup } from "../words/describe-value.ts";
import type { Path, SourceFile } from "../source-file.ts";

const FILE_WORDS =
  "version name when country timezone language labels working_time shadow variables extra_names properties use records".split(" ");
const RECORD_WORDS =
  "object when find_by find if_missing if_several set phone_properties hold_task rematch body at owner on roll_up if_too_long".split(" ");
const FIND_WORDS = ["through", "pipeline", "open", "pick", "where", "stage"];

/**
 * A word with nothing behind it, and beside it lines that can only be meant to stand below it: the indentation is missing. Said once,
 * and nothing more of these lines.
 */
export function checkDepth(file: SourceFile): void {
  if (!isGroup(file.data)) return;
  lookIn(file, [], file.data, (word, beside) => word === "records" && !FILE_WORDS.includes(beside));
  const { records } = file.data;
  if (!isGroup(records)) return;
  lookIn(
    file,
    ["records"],
    records,
    (word, beside) => !RECORD_WORDS.includes(word) && RECORD_WORDS.includes(beside) && !isGroup(records[beside]),
  );
  for (const [name, record] of Object.entries(records)) {
    if (isGroup(record)) lookIn(file, ["records", name], record, (word, beside) => BELOW[word]?.(beside) === true);
  }
}

const isProperty = (word: string) => !RECORD_WORDS.includes(word);
const BELOW: Record<string, (beside: string) => boolean> = {
  find_by: isProperty,
  set: isProperty,
  when: isProperty,
  body: isProperty,
  find: (beside) => FIND_WORDS.includes(beside),
};

/** `belongs`: whether a line beside the empty word can only be meant to stand below it. */
function lookIn(file: SourceFile, path: Path, group: Record<string, unknown>, belongs: (word: string, beside: string) => boolean): void {
  const words = Object.keys(group);
  for (const [index, word] of words.entries()) {
    if (group[word] !== null && !(word === "body" && group[word] === "")) continue;
    const rest = words.slice(index + 1);
    const end = rest.findIndex((beside) => !belongs(word, beside));
    const below = end < 0 ? rest : rest.slice(0, end);
    if (below.length > 0) say(file, path, word, below);
  }
}

function say(file: SourceFile, path: Path, word: string, below: string[]): void {
  const [first] = below as [string, ...string[]];
  const one = below.length === 1;
  const cure =
    word === "find_by"
      ? `Write \`- ${first}: …\`, two spaces deeper.`
      : `Put two more spaces before ${one ? "this line" : "these lines"}, and before what belongs to ${one ? "it" : "them"}.`;
  file.report([...path, first], `\`${first}\` stands beside \`${word}:\`, not below it. ${cure}`, "key");
  for (const silent of [word, ...below]) file.silence([...path, silent]);
  for (const silent of below) file.silenceKey([...path, silent]);
}
