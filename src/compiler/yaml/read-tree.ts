import { type Alias, type Document, type Node, type Pair, type Scalar, type YAMLMap, isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Path, SourceFile } from "../source-file.ts";
import { TYPOGRAPHIC } from "./line-slips.ts";

/** No mapping comes near; they stop targets that multiply (`&a [*b, *b]`) and brackets within brackets. */
const MOST_VALUES = 150_000;
const DEEPEST = 40;

class TooMuch extends Error {}

/** Turns the document into plain data and remembers where every part stands. Resolves targets and merge keys. */
export function readTree(file: SourceFile, document: Document.Parsed): void {
  const reader = new TreeReader(file);
  try {
    file.data = reader.read(document.contents, []);
  } catch (thrown) {
    if (!(thrown instanceof TooMuch)) throw thrown;
  }
}

interface Twice {
  name: string;
  offset: number;
}

class TreeReader {
  #values = 0;
  readonly #targets = new Map<string, Node>();
  readonly file: SourceFile;

  constructor(file: SourceFile) {
    this.file = file;
  }

  read(node: unknown, path: Path, key: Scalar | null = null): unknown {
    const here = node as Node | null;
    const value = here?.range?.[0] ?? key?.range?.[0] ?? 0;
    this.#guard(value, path);
    this.file.place({ path, key: key?.range?.[0] ?? value, value, keyScalar: key, scalar: isScalar(here) ? here : null });
    if (isAlias(here)) return this.#alias(here, path, key);
    if (here && "anchor" in here && here.anchor) this.#targets.set(here.anchor as string, here);
    if (isMap(here)) return this.#map(here, path);
    if (isSeq(here)) return here.items.map((item, index) => this.read(item, [...path, index]));
    return isScalar(here) ? this.#scalar(here, path) : null;
  }

  #scalar(scalar: Scalar, path: Path): unknown {
    if (beginsTypographic(scalar)) this.file.report(path, TYPOGRAPHIC);
    return scalar.value;
  }

  #guard(offset: number, path: Path): void {
    this.#values += 1;
    if (path.length <= DEEPEST && this.#values <= MOST_VALUES) return;
    const what =
      path.length > DEEPEST ? `is nested more than ${DEEPEST} levels deep` : "unfolds to far too many values (targets within targets)";
    this.file.reportAt(offset, path.slice(0, 3), `This ${what}. No mapping needs that; is it the right file?`);
    throw new TooMuch();
  }

  #alias(alias: Alias, path: Path, key: Scalar | null): unknown {
    const target = this.#targets.get(alias.source);
    if (target) return this.read(target, path, key);
    this.file.report(
      path,
      `\`*${alias.source}\` refers to an anchor \`&${alias.source}\` that is not in this file. If it is meant as text, put quotes around it.`,
    );
    this.file.silence(path);
    return undefined;
  }

  #map(map: YAMLMap, path: Path): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    const twice: Twice[] = [];
    for (const pair of map.items) if (!isMerge(pair)) this.#entry(pair, path, data, twice);
    this.#twice(twice, path);
    for (const pair of map.items) if (isMerge(pair)) this.#merge(pair.value as Node, path, data);
    return data;
  }

  #entry(pair: Pair, path: Path, data: Record<string, unknown>, twice?: Twice[]): void {
    const keyNode = pair.key as Node | null;
    const offset = keyNode?.range?.[0] ?? 0;
    if (!isScalar(keyNode))
      return this.file.reportAt(offset, path, "What stands before the `:` must be a single word, not a list or braces.");
    const name = String(keyNode.value ?? "");
    if (name.trim() === "") return this.file.reportAt(offset, path, noName(keyNode));
    if (beginsTypographic(keyNode)) this.file.reportAt(offset, path, TYPOGRAPHIC);
    if (name === "__proto__") return this.file.reportAt(offset, path, "`__proto__` is not a word I know here.");
    if (!Object.hasOwn(data, name)) data[name] = this.read(pair.value, [...path, name], keyNode);
    else twice?.push({ name, offset });
  }

  /** Several words twice in one place: most likely the line that began the next part is gone. */
  #twice([first, ...more]: Twice[], path: Path): void {
    if (!first) return;
    const here = [...path, first.name];
    const also =
      more.length > 0 ? `So does \`${more[0]!.name}\`: is the line missing above it that begins the next part?` : "Keep one of them.";
    this.file.reportAt(first.offset, here, `\`${first.name}\` stands here twice, first in line ${this.file.line(here)}. ${also}`);
  }

  /** `<<: *shared`, or a list of them: what the map says itself goes before what it takes over. */
  #merge(value: Node | null, path: Path, data: Record<string, unknown>): void {
    const target = isAlias(value) ? this.#targets.get(value.source) : value;
    if (isSeq(target)) for (const item of target.items) this.#merge(item as Node, path, data);
    else if (isMap(target)) for (const pair of target.items) this.#entry(pair, path, data);
    else
      this.file.reportAt(value?.range?.[0] ?? 0, path, "`<<:` takes over the lines of an anchor, such as `<<: *shared`; this is not one.");
  }
}

function beginsTypographic({ type, value }: Scalar): boolean {
  return type === "PLAIN" && /^[“”„‘’‚«]/.test(String(value));
}

function noName({ source }: Scalar): string {
  return source
    ? `YAML takes \`${source}\` for nothing. If it is meant as text, put quotes around it: "${source}".`
    : "Nothing stands before this `:`. Write a name, or remove the line.";
}

function isMerge(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === "<<" && (pair.key as Scalar).type === "PLAIN";
}
