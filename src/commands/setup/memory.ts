import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { secretsOf } from "../../settings.ts";

/** What is kept between two runs, in the project's folder: secrets in `.dev.vars` (not committed), the rest in `.setup.json`. */
export class Memory {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  get secretsFile(): string {
    return join(this.#dir, ".dev.vars");
  }

  /** A placeholder that was never filled in is none. */
  secret(name: string): string | null {
    const kept = existsSync(this.secretsFile) ? parseEnv(readFileSync(this.secretsFile, "utf8"))[name] : undefined;
    return [process.env[name], kept].find((value) => secretsOf(value).length > 0)?.trim() ?? null;
  }

  /** Readable by its owner only. Lines of others stay. */
  keepSecret(name: string, value: string): void {
    const lines = existsSync(this.secretsFile) ? readFileSync(this.secretsFile, "utf8").split("\n") : [];
    const others = lines.filter((line) => !line.startsWith(`${name}=`) && line.trim() !== "");
    writeFileSync(this.secretsFile, `${[...others, `${name}="${value}"`].join("\n")}\n`, { mode: 0o600 });
    chmodSync(this.secretsFile, 0o600);
  }

  note(name: string): string | null {
    return this.#notes()[name] ?? null;
  }

  keepNote(name: string, value: string): void {
    writeFileSync(this.#notesFile, `${JSON.stringify({ ...this.#notes(), [name]: value }, null, 2)}\n`);
  }

  get #notesFile(): string {
    return join(this.#dir, ".setup.json");
  }

  #notes(): Record<string, string> {
    return existsSync(this.#notesFile) ? (JSON.parse(readFileSync(this.#notesFile, "utf8")) as Record<string, string>) : {};
  }
}
