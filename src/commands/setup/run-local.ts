import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../sandbox/free-port.ts";
import { Processes } from "../sandbox/processes.ts";
import { WRANGLER_ENV, answers } from "../sandbox/start-local.ts";
import { readPortalSettings } from "../portal/settings.ts";
import type { Running, Setup } from "./options.ts";

export const SANDBOX_KEY = "sandbox-hubspot-key";
/** Search answers at once here. */
const INDEX_LAG_SECONDS = "1";

/** A HubSpot of our own on this machine. Returns where it answers. */
export async function startSandbox({ onEnd }: Setup): Promise<string> {
  const processes = new Processes(() => {});
  const port = await freePort(8788);
  processes.start({
    name: "sandbox portal",
    args: ["src/sandbox/portal/serve.ts", "--sample", "--port", String(port), "--token", SANDBOX_KEY],
  });
  onEnd(() => processes.stop());
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/_portal/health`);
  return url;
}

/** The connector on this machine, with the secrets that were kept, until the command ends. */
export async function runLocally({ memory, onEnd, hubspotUrl, prompter }: Setup, tokens: Omit<Running, "url">): Promise<Running> {
  const processes = new Processes(() => {});
  const stateDir = mkdtempSync(join(tmpdir(), "otonistark-hubspot-"));
  const port = await freePort(8787);
  const { HUBSPOT_BASE_URL, HUBSPOT_API_VERSION } = await readPortalSettings(null);
  const vars = {
    HUBSPOT_BASE_URL: hubspotUrl ?? HUBSPOT_BASE_URL,
    HUBSPOT_API_VERSION,
    ...(hubspotUrl !== null && { HUBSPOT_INDEX_LAG_SECONDS: INDEX_LAG_SECONDS }),
  };
  const given = Object.entries(vars).flatMap(([name, value]) => (value === undefined ? [] : ["--var", `${name}:${value}`]));
  const args = [
    "--env",
    "local",
    "--env-file",
    memory.secretsFile,
    "--port",
    String(port),
    "--inspector-port",
    "0",
    "--persist-to",
    stateDir,
  ];
  prompter.begin("The connector starts on this machine…");
  processes.start({
    name: "connector",
    args: ["node_modules/wrangler/bin/wrangler.js", "dev", ...args, "--show-interactive-dev-session=false", ...given],
    env: WRANGLER_ENV,
  });
  onEnd(async () => {
    await processes.stop();
    rmSync(stateDir, { recursive: true, force: true });
  });
  const url = `http://localhost:${port}`;
  await answers(`${url}/health`);
  return { url, ...tokens };
}
