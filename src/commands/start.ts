/**
 * `npm start`: the connector and a sandbox HubSpot portal on this machine, a sample call sent through, and where to look at it.
 * Everything is made anew at each start and nothing leaves the machine.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";

const STATE_DIR = ".sandbox";
const SAMPLE = "test/webhook/sample-call.json";
const WEBHOOK_TOKEN = "sandbox-webhook-token";
const ADMIN_TOKEN = "sandbox-admin-token";
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 4_000;

const children: ChildProcess[] = [];
let stopping = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));

const portalPort = await freePort(8788);
const connectorPort = await freePort(8787);
const portal = `http://localhost:${portalPort}`;
const connector = `http://localhost:${connectorPort}`;

rmSync(STATE_DIR, { recursive: true, force: true });
process.stdout.write("Starting the connector and a sandbox HubSpot portal …\n");
run("sandbox portal", "node", ["test/portal/serve.ts", "--port", String(portalPort), "--sample", "--lag", "2000", "--token", "sandbox-hubspot-key"]);
run("connector", "wrangler", ["dev", "--port", String(connectorPort), "--persist-to", STATE_DIR, "--show-interactive-dev-session=false", ...vars()]);
await Promise.all([answers(`${portal}/_portal/health`), answers(`${connector}/health`)]);
await tellOf(await sendSample());

function vars(): string[] {
  const given = {
    ...{ HUBSPOT_BASE_URL: `http://127.0.0.1:${portalPort}`, HUBSPOT_ACCESS_TOKEN: "sandbox-hubspot-key", HUBSPOT_INDEX_LAG_SECONDS: "3" },
    ...{ WEBHOOK_TOKEN, ADMIN_TOKEN },
  };
  return Object.entries(given).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
}

async function sendSample(): Promise<string> {
  const body = readFileSync(SAMPLE, "utf8");
  const answer = await fetch(`${connector}/webhooks/post-call?token=${WEBHOOK_TOKEN}`, { method: "POST", body });
  const { call } = (await answer.json()) as { call: string };
  return call;
}

interface Seen {
  status: string;
  records: Record<string, { id: string | null; action: string }>;
}

async function tellOf(call: string): Promise<void> {
  const seen = await written(call);
  const contact = seen.records["contact"]?.id;
  const done = Object.entries(seen.records).map(([name, { action, id }]) => `${name} ${action}${id ? ` (${id})` : ""}`);
  process.stdout.write(`
A sample call went through: ${done.join(", ") || seen.status}

  What the salesperson sees   ${portal}/contacts/${contact ?? ""}
  All sandbox contacts        ${portal}/
  The connector               ${connector}/        (admin token: ${ADMIN_TOKEN})
  The call's receipt          curl -s -H 'Authorization: Bearer ${ADMIN_TOKEN}' ${connector}/api/calls/${call}

Send another call (change it first: a repeat of the same is "unchanged"):

  curl -s '${connector}/webhooks/post-call?token=${WEBHOOK_TOKEN}' --data-binary @${SAMPLE}

Edit mappings/*.yaml and replay the call: curl -s -X POST -H 'Authorization: Bearer ${ADMIN_TOKEN}' ${connector}/api/calls/${call}/replay
Ctrl-C stops both.
`);
}

/** The call's state once it is no longer on its way. */
async function written(call: string): Promise<Seen> {
  for (const end = Date.now() + START_TIMEOUT_MS; ; await pause(150)) {
    const answer = await fetch(`${connector}/api/calls/${call}`, { headers: { Authorization: `Bearer ${ADMIN_TOKEN}` } });
    const seen = (await answer.json()) as Seen;
    if (seen.status !== "pending" || Date.now() > end) return seen;
  }
}

function run(name: string, command: string, args: string[]): void {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true" } });
  let last = "";
  const keep = (chunk: Buffer) => {
    last = (last + chunk.toString()).slice(-4_000);
    if (process.env["VERBOSE"]) process.stdout.write(chunk);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  child.on("error", () => fail(name, `could not be started: run \`npm ci\` first`));
  child.on("exit", (code) => {
    if (!stopping) fail(name, `stopped by itself (${code}):\n${last}`);
  });
  children.push(child);
}

function fail(name: string, what: string): void {
  process.stderr.write(`The ${name} ${what}\n`);
  void stop(1);
}

async function answers(url: string): Promise<void> {
  for (const end = Date.now() + START_TIMEOUT_MS; !stopping; await pause(100)) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not listening yet.
    }
    if (Date.now() > end) return fail("start", `took too long: ${url} does not answer`);
  }
}

/** The children lead process groups of their own, so that their children end with them. */
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  const ended = children.map((child) => new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once("exit", resolve) : resolve(null))));
  signalAll("SIGTERM");
  await Promise.race([Promise.all(ended), pause(STOP_TIMEOUT_MS)]);
  signalAll("SIGKILL");
  rmSync(STATE_DIR, { recursive: true, force: true });
  process.exit(code);
}

function signalAll(signal: NodeJS.Signals): void {
  for (const { pid } of children) {
    try {
      if (pid !== undefined) process.kill(-pid, signal);
    } catch {
      // Already gone.
    }
  }
}

async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 100; port += 10) {
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer().once("error", () => resolve(false));
      server.listen(port, () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error(`no free port near ${wanted}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
