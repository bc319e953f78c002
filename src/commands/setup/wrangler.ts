import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CannotCheck } from "../portal/ask.ts";

/** Tests put a stand-in here. */
const bin = (): string => process.env["WRANGLER_BIN"] ?? "node_modules/wrangler/bin/wrangler.js";

/** Runs wrangler; what it says is shown as it comes, and returned. */
async function wrangler(args: string[], isShown: boolean): Promise<{ said: string; code: number }> {
  const child = spawn(process.execPath, [bin(), ...args], { stdio: ["inherit", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (isShown) process.stderr.write(chunk);
    });
  }
  return new Promise((resolve) => child.once("close", (code) => resolve({ said, code: code ?? 1 })));
}

/** Signed in, or a browser is opened for it. Throws CannotCheck. */
export async function signIn(isAlone: boolean): Promise<string> {
  const who = await wrangler(["whoami"], false);
  const account = /│\s*([^│\n]+?)\s*│\s*[0-9a-f]{32}\s*│/.exec(who.said)?.[1];
  if (who.code === 0 && !/not authenticated/i.test(who.said)) return account ?? "signed in";
  if (isAlone)
    throw new CannotCheck("Nobody is signed in to Cloudflare. Set CLOUDFLARE_API_TOKEN, run `npx wrangler login` once, or say --local.");
  const { code } = await wrangler(["login"], true);
  if (code !== 0) throw new CannotCheck("Signing in to Cloudflare did not work. Run `npx wrangler login`, then `npm run setup` again.");
  return signIn(true);
}

/** Deploys with the secrets in one go: a Worker without them would refuse calls. Returns its address. Throws CannotCheck. */
export async function deploy(name: string, secrets: Record<string, string>): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "secrets-"));
  const file = join(dir, "secrets.json");
  try {
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
    const { said, code } = await wrangler(["deploy", "--env=", "--name", name, "--secrets-file", file], true);
    const url = /https:\/\/[^\s]+\.workers\.dev/.exec(said)?.[0] ?? /https:\/\/[^\s]+/.exec(said.slice(said.lastIndexOf("Deployed")))?.[0];
    if (code !== 0 || url === undefined)
      throw new CannotCheck("The deployment did not work; wrangler says why above. `npm run setup` goes on from here.");
    return url;
  } finally {
    rmSync(dir, { recursive: true });
  }
}
