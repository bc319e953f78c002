import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { listen } from "../../../src/sandbox/portal/node-server.ts";
import { type Portal, type PortalOptions, createPortal } from "../../../src/sandbox/portal/portal.ts";

const COMMAND = join(import.meta.dirname, "../../../src/commands/portal.ts");

export interface Ran {
  out: string;
  err: string;
  code: number | null;
}

/** A sandbox portal that listens, and a folder with mappings, from which the portal commands are run as a person would run them. */
export interface PortalAtHand {
  portal: Portal;
  /** Of the folder with `mappings/`. */
  dir: string;
  url: string;
  write(path: string, text: string): void;
  run(args: string[], env?: Record<string, string>): Promise<Ran>;
}

export async function portalAtHand(mapping: string, options: PortalOptions = {}): Promise<PortalAtHand> {
  const portal = createPortal({ token: "some-key", ...options });
  const server = await listen(portal.fetch, 0);
  const dir = mkdtempSync(join(tmpdir(), "portal-"));
  onTestFinished(async () => {
    rmSync(dir, { recursive: true });
    await server.close();
  });
  const url = `http://127.0.0.1:${server.port}`;
  const write = (path: string, text: string) => {
    mkdirSync(join(dir, path, ".."), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  write("mappings/sales.yaml", mapping);
  const known = { HUBSPOT_BASE_URL: url, HUBSPOT_API_VERSION: "2026-09", HUBSPOT_ACCESS_TOKEN: "some-key" };
  return { portal, dir, url, write, run: (args, env = {}) => run(dir, args, { ...known, ...env }) };
}

function run(cwd: string, args: string[], env: Record<string, string>): Promise<Ran> {
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk) => (said.out += String(chunk)));
  child.stderr.on("data", (chunk) => (said.err += String(chunk)));
  return new Promise((resolve) => child.once("close", (code) => resolve({ ...said, code })));
}
