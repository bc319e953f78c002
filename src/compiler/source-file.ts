import type { LineCounter, Scalar } from "yaml";

/** One mistake, where it stands, and in `message` what to do about it. */
export interface MappingProblem {
  file: string;
  line: number;
  column: number;
  /** Where it stands in words: `records.contact.set.firstname`; empty when the file is not YAML. */
  path: string;
  message: string;
}

export type Path = readonly (string | number)[];

/** Where a part of the file stands: offsets into its text. */
export interface Spot {
  path: Path;
  key: number;
  value: number;
  /** The word before the colon, as it was written; null for an entry of a list. */
  keyScalar: Scalar | null;
  /** Set for a scalar: turns an offset in the value into one in the file. */
  scalar: Scalar | null;
}

const SEPARATOR = "\u0000";

/** A part (`use:`) that was put behind the file's own text. */
interface AppendedPart {
  /** From the mapping's folder: `parts/contact.yaml`. */
  name: string;
  /** Where the mapping names it. */
  used: Path;
  /** Where its text begins. */
  base: number;
  file: SourceFile;
}

/** A mapping file: plain data, where each part of it stands, and what is wrong with it. */
export class SourceFile {
  readonly problems: MappingProblem[] = [];
  readonly spots = new Map<string, Spot>();
  data: unknown = undefined;
  readonly #said = new Set<number>();
  /** Parts that something was said of, and all that they are part of. */
  readonly #troubled = new Set<string>();
  readonly #silenced = new Set<string>();
  /** By line: up to where nothing more is said of it. */
  readonly #mutedUntil = new Map<string, number>();

  /** What the portal will be asked about, with all it knows, is left to it. */
  portalFollows = false;
  readonly path: string;
  readonly lines: LineCounter;
  #text: string;
  readonly #parts: AppendedPart[] = [];
  /** So many empty lines were put before it, so that its offsets are those of the whole. */
  readonly #linesBefore: number;

  constructor(path: string, text: string, lines: LineCounter, linesBefore = 0) {
    this.path = path;
    this.lines = lines;
    this.#text = text;
    this.#linesBefore = linesBefore;
  }

  /** Its own, and behind that those of the parts that it uses. */
  get text(): string {
    return this.#text;
  }

  /** Puts a part's text behind all that is there. Read so that its offsets are those of the whole. */
  append(name: string, used: Path, text: string, read: (name: string, text: string, linesBefore: number) => SourceFile): SourceFile {
    const base = this.#text.length + 1;
    const plain = text.replace(/^\uFEFF/, "");
    const file = read(name, "\n".repeat(base) + plain, base);
    this.#text = `${this.#text}\n${plain}`;
    this.#parts.push({ name, used, base, file });
    return file;
  }

  /** Takes other data and places for its own: with the parts in it. */
  replace(data: unknown, spots: Spot[]): void {
    this.data = data;
    this.spots.clear();
    for (const spot of spots) this.place(spot);
  }

  /** File name without folder. */
  get name(): string {
    return this.path.slice(Math.max(this.path.lastIndexOf("/"), this.path.lastIndexOf("\\")) + 1);
  }

  place(spot: Spot): void {
    this.spots.set(spot.path.join(SEPARATOR), spot);
  }

  spot(path: Path): Spot | undefined {
    return this.spots.get(path.join(SEPARATOR));
  }

  /** Whether nothing stands after the colon. */
  isNothing(path: Path): boolean {
    let here: unknown = this.data;
    for (const part of path)
      here = typeof here === "object" && here !== null ? (here as Record<string | number, unknown>)[part] : undefined;
    return here === null;
  }

  line(path: Path): number {
    return this.placeAt(this.spot(path)?.key ?? 0).line;
  }

  /** For receipts and previews: `sales.yaml:41`, or of a part `parts/contact.yaml:5`. */
  at(path: Path): string {
    const { part, line } = this.placeAt(this.spot(path)?.key ?? 0);
    return `${part ?? this.name}:${line}`;
  }

  /** Where an offset stands, and in which part; null: in the mapping itself. */
  placeAt(offset: number): { part: string | null; used: Path; line: number; column: number } {
    const part = this.#parts.findLast(({ base }) => offset >= base);
    const { line, col } = (part?.file ?? this).lines.linePos(offset);
    const before = part?.base ?? this.#linesBefore;
    return { part: part?.name ?? null, used: part?.used ?? [], line: Math.max(line - before, 1), column: Math.max(col, 1) };
  }

  /** Whether something was said of this part or of anything within it: then what seems to be missing may only be misspelt. */
  hasProblemBelow(path: Path): boolean {
    return this.#troubled.has(path.join(SEPARATOR));
  }

  report(path: Path, message: string, at: "key" | "value" = "value"): void {
    this.reportAt(this.spot(path)?.[at] ?? this.#keyAbove(path), path, message);
  }

  /** What is not there stands at the key of what it is missing from. */
  #keyAbove(path: Path): number {
    const parent = path.slice(0, -1);
    return this.spot(parent)?.key ?? (path.length > 0 ? this.#keyAbove(parent) : 0);
  }

  /** Nothing more is said of this part and what is within it. */
  silence(path: Path): void {
    this.#silenced.add(path.join(SEPARATOR));
  }

  /** Nothing more is said of the word itself, which others report as a part of what it stands in. */
  silenceKey(path: Path): void {
    const key = this.spot(path)?.key;
    if (key !== undefined) this.#said.add(key);
  }

  /** Nothing more is said of this place's line up to here. */
  muteLine(until: number): void {
    this.#mutedUntil.set(this.#lineOf(until), until);
  }

  #lineOf(offset: number): string {
    const { part, line } = this.placeAt(offset);
    return `${part}:${line}`;
  }

  #isSilent(offset: number, path: Path): boolean {
    if (offset < (this.#mutedUntil.get(this.#lineOf(offset)) ?? 0)) return true;
    return this.#silenced.size > 0 && wholes(path).some((part) => this.#silenced.has(part));
  }

  /** One mistake is one message: the first that is said of a place stands. */
  reportAt(offset: number, path: Path, message: string): void {
    if (this.#said.has(offset) || this.#isSilent(offset, path)) return;
    this.#said.add(offset);
    for (const part of wholes(path)) this.#troubled.add(part);
    const { part, used, line, column } = this.placeAt(offset);
    if (part === null) this.problems.push({ file: this.path, line, column, path: inWords(path), message });
    else this.reportInPart(used, part, { line, column, path: inWords(path), message });
  }

  /** Said where the mapping names the part, with the place in it. */
  reportInPart(used: Path, part: string, { line, column, path, message }: Omit<MappingProblem, "file">): void {
    const here = this.placeAt(this.spot(used)?.value ?? 0);
    this.problems.push({
      file: this.path,
      line: here.line,
      column: here.column,
      path,
      message: `in ${part}:${line}:${column}: ${message}`,
    });
  }
}

/** The part itself and everything it is within. */
function wholes(path: Path): string[] {
  return path.map((_part, index) => path.slice(0, index + 1).join(SEPARATOR));
}

/** Places in lists are left out: the line says which. */
function inWords(path: Path): string {
  return path.filter((part) => typeof part === "string").join(".");
}

export function renderProblem({ file, line, column, path, message }: MappingProblem): string {
  return `${file}:${line}:${column}  ${path ? `${path}: ` : ""}${message}`;
}
