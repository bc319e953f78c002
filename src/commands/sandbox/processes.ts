import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

const STOP_TIMEOUT_MS = 4_000;
/** Enough to show what went wrong. */
const LAST_LINES = 30;

export interface Process {
  name: string;
  args: string[];
  env?: Record<string, string>;
  /** Told each line that it says. */
  onLine?: (line: string) => void;
}

/** Programs of Node that live as long as this one, their own children included. */
export class Processes {
  readonly #children: ChildProcess[] = [];
  readonly #onEnd: (name: string, lastLines: string) => void;
  #stopping = false;

  /** `onEnd` is told of one that ends by itself. */
  constructor(onEnd: (name: string, lastLines: string) => void) {
    this.#onEnd = onEnd;
  }

  start({ name, args, env = {}, onLine }: Process): void {
    // Each leads a process group of its own: so its children can be ended with it, and Ctrl-C reaches us alone.
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, env: { ...process.env, ...env } });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        lines.push(line);
        if (lines.length > LAST_LINES) lines.shift();
        if (process.env["VERBOSE"]) console.log(line);
        onLine?.(line);
      });
    }
    child.once("exit", () => !this.#stopping && this.#onEnd(name, lines.join("\n")));
    this.#children.push(child);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const ended = this.#children.map((child) => hasEnded(child) || new Promise((resolve) => child.once("exit", resolve)));
    this.#signal("SIGTERM");
    await Promise.race([Promise.all(ended), new Promise((resolve) => setTimeout(resolve, STOP_TIMEOUT_MS))]);
    this.#signal("SIGKILL");
  }

  #signal(signal: NodeJS.Signals): void {
    for (const child of this.#children) {
      try {
        if (process.platform === "win32") child.kill(signal);
        else if (child.pid !== undefined) process.kill(-child.pid, signal);
      } catch {
        // The whole group has ended.
      }
    }
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
