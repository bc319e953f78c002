/**
 * A conversation's turns, each a small object of the same keys, put into columns: all texts, all senders, all times. Packed, a call of ten minutes
 * takes a seventh less. It is done to the text as it came, so that each letter of it comes back, however it was escaped. Null: it has no such turns.
 */
export function inColumns(json: string): string | null {
  const from = json.indexOf(BEFORE_TURNS) + BEFORE_TURNS.length;
  if (from < BEFORE_TURNS.length) return null;
  const names = namesAt(json, from);
  if (names.length > MOST_NAMES) return null;
  const { turns, to } = turnsAt(json, from, names);
  if (turns.length < FEWEST_TURNS) return null;
  const columns = names.map((_, at) => columnOf(turns.map((values) => values[at] as string)));
  const arranged = [json.slice(0, from), json.slice(to), names.join(INSIDE), ...columns].join(BETWEEN);
  return fromColumns(arranged) === json ? arranged : null;
}

export function fromColumns(arranged: string): string {
  const [before = "", after = "", names = "", ...columns] = arranged.split(BETWEEN);
  const values = columns.map(valuesOf);
  const keys = names.split(INSIDE).map((name) => `"${name}":`);
  const turns = (values[0] ?? []).map((_, at) => `{${keys.map((key, column) => key + values[column]?.[at]).join(",")}}`);
  return before + turns.join(",") + after;
}

const BEFORE_TURNS = '"transcript":[';
/** Of fewer there is little to gain. */
const FEWEST_TURNS = 16;
/** A turn has four or five. Beyond, its pattern costs more than its packing: two thousand names take most of a second. */
const MOST_NAMES = 24;
/** Signs that stand in no JSON but as an escape. */
const [BETWEEN, INSIDE] = ["\u0000", "\u0001"];

/** A key that needs no escape, and a text or a number. */
const [NAME, VALUE] = [/"[\w ]+"/, /"(?:[^"\\]|\\.)*"|[-+.\w]+/].map(({ source }) => source) as [string, string];
const ENTRY = new RegExp(`[{,](${NAME}):(?:${VALUE})(?=[,}])`, "y");

/** The keys of the first turn. */
function namesAt(json: string, from: number): string[] {
  const names: string[] = [];
  ENTRY.lastIndex = from;
  for (let entry = ENTRY.exec(json); entry !== null; entry = ENTRY.exec(json)) names.push((entry[1] as string).slice(1, -1));
  return names;
}

/** The values of the turns from there on, as they stand there, as far as all have those keys; and where the last of them ends. */
function turnsAt(json: string, from: number, names: string[]): { turns: string[][]; to: number } {
  const turn = new RegExp(`\\{${names.map((name) => `"${name}":(${VALUE})`).join(",")}\\}`, "y");
  const turns: string[][] = [];
  let to = from;
  turn.lastIndex = from;
  for (let match = turn.exec(json); match !== null; match = turn.exec(json)) {
    turns.push(match.slice(1));
    to = turn.lastIndex;
    if (json[to] !== ",") break;
    turn.lastIndex = to + 1;
  }
  return { turns, to };
}

/** How a column is kept, its first sign: all the same, texts without their quotes, whole numbers as what each is more than the one before, or as it is. */
const [SAME, TEXTS, STEPS, PLAIN] = ["=", '"', "+", "."];

function columnOf(values: string[]): string {
  if (values.every((value) => value === values[0])) return SAME + [values.length, values[0]].join(INSIDE);
  if (values.every((value) => value.startsWith('"'))) return TEXTS + values.map((value) => value.slice(1, -1)).join(INSIDE);
  if (values.every((value) => String(Math.trunc(Number(value))) === value))
    return STEPS + values.map((value, at) => Number(value) - Number(values[at - 1] ?? 0)).join(INSIDE);
  return PLAIN + values.join(INSIDE);
}

function valuesOf(column: string): string[] {
  const kept = column.slice(1).split(INSIDE);
  switch (column[0]) {
    case SAME:
      return Array.from({ length: Number(kept[0]) }, () => kept[1] as string);
    case TEXTS:
      return kept.map((value) => `"${value}"`);
    case STEPS: {
      let value = 0;
      return kept.map((step) => String((value += Number(step))));
    }
    default:
      return kept;
  }
}
