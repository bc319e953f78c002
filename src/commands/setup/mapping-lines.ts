import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { mappingsDir } from "../mappings/mapping-files.ts";
import type { Memory } from "./memory.ts";

export type RecordAs = "note" | "call";

/** The mapping that ships. Whoever has replaced it needs no help with it. */
const FILE = "otonistark.yaml";

/** Changes single lines of a file that people edit: all else, comments included, stays as it is. */
export class MappingLines {
  readonly #path = join(mappingsDir(), FILE);

  get exists(): boolean {
    return existsSync(this.#path);
  }

  get path(): string {
    return this.#path;
  }

  top(word: string): string | null {
    return new RegExp(`^${word}:[ \\t]*(.+?)[ \\t]*$`, "m").exec(this.#text())?.[1] ?? null;
  }

  /** False where the file has no such line any more. */
  setTop(word: string, value: string): boolean {
    return this.#replace(new RegExp(`^${word}:.*$`, "m"), `${word}: ${scalar(value)}`);
  }

  /** The stage to which a reached goal moves a deal; null where the line is still a comment. */
  get stage(): string | null {
    return (
      /^ +dealstage: \{ from: extracted_variables\.status, map: \{ true: (.+?) \}, otherwise/m
        .exec(this.#text())?.[1]
        ?.replace(/^"|"$/g, "") ?? null
    );
  }

  /** False where the file has no such line any more. */
  setStage(label: string): boolean {
    const line = `dealstage: { from: extracted_variables.status, map: { true: ${scalar(label)} }, otherwise: keep, write: forward }`;
    return this.#replace(/^( +)(?:# )?dealstage: \{ from: extracted_variables\.status,.*$/m, `$1${line.replaceAll("$", "$$$$")}`);
  }

  /** What the file makes of a call; null where it has been rewritten. */
  get recordAs(): RecordAs | null {
    return (LAST_RECORD.exec(this.#text())?.[1] as RecordAs | undefined) ?? null;
  }

  /** Puts the other record in this one's place, and its examples beside it; what stood there is remembered. False where there is none to put. */
  setRecordAs(wanted: RecordAs, memory: Memory): boolean {
    const [text, current] = [this.#text(), LAST_RECORD.exec(this.#text())];
    const next = memory.note(`record:${wanted}`) ?? shippedRecord(wanted);
    if (current === null || next === null) return false;
    const examplesPath = this.#path.replace(/\.yaml$/, ".examples.yaml");
    const examples = memory.note(`examples:${wanted}`) ?? readOr(join(mappingsDir(), EXAMPLES[wanted]), null);
    memory.keepNote(`record:${current[1]}`, current[0]);
    if (existsSync(examplesPath)) memory.keepNote(`examples:${current[1]}`, readFileSync(examplesPath, "utf8"));
    writeFileSync(this.#path, text.slice(0, current.index) + next);
    if (examples !== null) writeFileSync(examplesPath, examples);
    return true;
  }

  #text(): string {
    return existsSync(this.#path) ? readFileSync(this.#path, "utf8") : "";
  }

  #replace(pattern: RegExp, line: string): boolean {
    const before = this.#text();
    if (!pattern.test(before)) return false;
    const after = before.replace(pattern, line);
    if (after !== before) writeFileSync(this.#path, after);
    return true;
  }
}

/** The file's last record. */
const LAST_RECORD = /^ {2}(note|call):\n(?: {3,}.*\n|\s*\n)*(?![\s\S])/m;
const SHIPPED: Record<RecordAs, string> = { note: FILE, call: "examples/hubspot-call.yaml" };
const EXAMPLES: Record<RecordAs, string> = { note: "otonistark.examples.yaml", call: "examples/hubspot-call.examples.yaml" };

function shippedRecord(wanted: RecordAs): string | null {
  const record = LAST_RECORD.exec(readOr(join(mappingsDir(), SHIPPED[wanted]), ""));
  return record?.[1] === wanted ? record[0] : null;
}

function readOr<T>(path: string, otherwise: T): string | T {
  return existsSync(path) ? readFileSync(path, "utf8") : otherwise;
}

/** As YAML writes it within `{…}`: in quotes where it needs them. */
function scalar(value: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N} /_-]*$/u.test(value) && stringify(value).trim() === value ? value : JSON.stringify(value);
}
