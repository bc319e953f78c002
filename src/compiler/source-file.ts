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
  readonly #mutedUntil = new Map<number, number>();

  /** What the portal will be asked about, with all it knows, is left to it. */
  portalFollows = false;
  readonly path: string;
  readonly text: string;
  readonly lines: LineCounter;

  constructor(path: string, text: string, lines: LineCounter) {
    this.path = path;
    this.text = text;
    this.lines = lines;
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
    return this.lines.linePos(this.spot(path)?.key ?? 0).line;
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
    this.#mutedUntil.set(this.lines.linePos(until).line, until);
  }

  #isSilent(offset: number, path: Path): boolean {
    if (offset < (this.#mutedUntil.get(this.lines.linePos(offset).line) ?? 0)) return true;
    return this.#silenced.size > 0 && wholes(path).some((part) => this.#silenced.has(part));
  }

  /** One mistake is one message: the first that is said of a place stands. */
  reportAt(offset: number, path: Path, message: string): void {
    if (this.#said.has(offset) || this.#isSilent(offset, path)) return;
    this.#said.add(offset);
    for (const part of wholes(path)) this.#troubled.add(part);
    const { line, col } = this.lines.linePos(offset);
    this.problems.push({ file: this.path, line: Math.max(line, 1), column: Math.max(col, 1), path: inWords(path), message });
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
