import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const HOST = join(import.meta.dirname, "worker-host.ts");
const ROOT = join(import.meta.dirname, "../..");

/** Builds the Worker (or another entry) as it is deployed; returns the folder. */
export function buildWorker(entry = "src/index.ts"): string {
  const folder = mkdtempSync(join(tmpdir(), "connector-bundle-"));
  execFileSync("wrangler", ["deploy", entry, "--dry-run", "--minify", "--outdir", folder], {
    cwd: ROOT,
    stdio: "pipe",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
  });
  return folder;
}

/** The built Worker in a process of its own; its storage outlives it. */
export class WorkerProcess {
  /** Another one after each start. */
  url = "";
  /** Where V8's inspector listens; "" unless asked for. */
  inspector = "";
  readonly #args: string[];
  readonly #isInspected: boolean;
  readonly #storage: string;
  #child: ChildProcess | null = null;
  /** What it printed. */
  output = "";

  constructor(options: { bundle: string; vars: Record<string, string>; isInspected?: boolean }) {
    this.#isInspected = options.isInspected === true;
    this.#storage = mkdtempSync(join(tmpdir(), "connector-storage-"));
    this.#args = [HOST, options.bundle, this.#storage, JSON.stringify(options.vars)];
  }

  /** Resolves when it takes requests. */
  async start(): Promise<void> {
    const env = { ...process.env, ...(this.#isInspected && { INSPECTED: "1" }) };
    const child = spawn(process.execPath, this.#args, { cwd: ROOT, detached: true, stdio: ["ignore", "pipe", "pipe"], env });
    this.#child = child;
    this.output = "";
    child.stderr.on("data", (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-20_000)));
    await new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-20_000);
        const url = /ready (\S+) /.exec(this.output)?.[1];
        if (url === undefined) return;
        this.url = url;
        this.inspector = /inspector (\S+) /.exec(this.output)?.[1] ?? "";
        resolve();
      });
      child.once("exit", (code) => reject(new Error(`the Worker stopped (${code}): ${this.output}`)));
    });
  }

  /** kill -9, host and workerd together: nothing is flushed, nobody says goodbye. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    process.kill(-child.pid, "SIGKILL");
    await gone;
    this.#child = null;
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.#storage, { recursive: true, force: true });
  }
}
