import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { mappingsDir } from "../mappings/mapping-files.ts";

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

  setTop(word: string, value: string): void {
    this.#replace(new RegExp(`^${word}:.*$`, "m"), `${word}: ${scalar(value)}`);
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

/** As YAML writes it within `{…}`: in quotes where it needs them. */
function scalar(value: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N} /_-]*$/u.test(value) && stringify(value).trim() === value ? value : JSON.stringify(value);
}
