import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Connector, type SeenCall } from "./sandbox/connector.ts";
import { inWords } from "./sandbox/describe-call.ts";
import { freePort } from "./sandbox/free-port.ts";
import { Processes } from "./sandbox/processes.ts";
import { sampleCall } from "./sandbox/sample-calls.ts";
import { WRANGLER_ENV, answers } from "./sandbox/start-local.ts";

/**
 * `npm start`: the connector and a sandbox HubSpot portal on this machine, two sample calls sent through, and where to look at them.
 * Everything is made anew at each start, and nothing leaves the machine.
 */

const NEW_CUSTOMER = "test/webhook/sample-new-customer.json";
const KNOWN_CUSTOMER = "test/webhook/sample-call.json";
const HUBSPOT_KEY = "sandbox-hubspot-key";
const WEBHOOK_TOKEN = "sandbox-webhook-token";
const ADMIN_TOKEN = "sandbox-admin-token";
/** The portal's search lags behind like HubSpot's, only less. */
const INDEX_LAG_SECONDS = 2;
const stateDir = mkdtempSync(join(tmpdir(), "otonistark-hubspot-"));
const processes = new Processes((name, lastLines) => void stop(`The ${name} stopped by itself. Its last words:\n\n${lastLines}`));
/** By call, the state that was told last. */
const told = new Map<string, string>();
let isBuildGood = true;
let stopping = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
try {
  await start();
} catch (error) {
  await stop(error instanceof Error ? error.message : String(error));
}

async function start(): Promise<void> {
  checkMappings();
  console.log("Starting a sandbox HubSpot portal and the connector …");
  const [portalPort, connectorPort] = await Promise.all([freePort(8788), freePort(8787)]);
  const portal = `http://localhost:${portalPort}`;
  const connector = new Connector(`http://localhost:${connectorPort}`, WEBHOOK_TOKEN, ADMIN_TOKEN);
  startPortal(portalPort);
  startConnector(connectorPort, portalPort, (line) => follow(line, connector, portal));
  await Promise.all([answers(`${portal}/_portal/health`, () => stopping), answers(`${connector.url}/health`, () => stopping)]);
  await sendSample(connector, portal, "1  A call with somebody new", NEW_CUSTOMER, 42);
  const known = await sendSample(connector, portal, "2  A call with Marina Alves, a customer with an open deal", KNOWN_CUSTOMER, 1);
  tellWhereToLook(connector, portal, known);
}

/** wrangler checks them too, but wraps what it finds in pages of its own. */
function checkMappings(): void {
  const { status, stderr } = spawnSync(process.execPath, ["src/commands/build-mappings.ts"], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr.trim());
}

function startPortal(port: number): void {
  const settings = { port, token: HUBSPOT_KEY, lag: INDEX_LAG_SECONDS * 1000 };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  processes.start({ name: "sandbox portal", args: ["src/sandbox/portal/serve.ts", "--sample", ...args] });
}

function startConnector(port: number, portalPort: number, onLine: (line: string) => void): void {
  // Given so, they win over those of a real portal in .dev.vars.
  const vars = {
    HUBSPOT_BASE_URL: `http://127.0.0.1:${portalPort}`,
    HUBSPOT_ACCESS_TOKEN: HUBSPOT_KEY,
    WEBHOOK_TOKEN,
    ADMIN_TOKEN,
    HUBSPOT_API_VERSION: "2026-09",
    HUBSPOT_INDEX_LAG_SECONDS: String(INDEX_LAG_SECONDS + 1),
  };
  const args = ["--port", String(port), "--inspector-port", "0", "--persist-to", stateDir, "--show-interactive-dev-session=false"];
  const given = Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
  processes.start({
    name: "connector",
    args: ["node_modules/wrangler/bin/wrangler.js", "dev", "--env", "local", ...args, ...given],
    env: { ...WRANGLER_ENV, KEEP_LAST_GOOD_MAPPINGS: "1" },
    onLine,
  });
}

async function sendSample(connector: Connector, portal: string, title: string, file: string, minutesAgo: number): Promise<SeenCall> {
  const seen = await connector.settled(await connector.send(sampleCall(file, minutesAgo)));
  told.set(seen.call, stateOf(seen));
  tell(`${title} (${file})`, seen, portal);
  return seen;
}

function tell(title: string, seen: SeenCall, portal: string): void {
  console.log(["", title, ...inWords(seen, portal).map((line) => `   ${line}`)].join("\n"));
}

/** Tells of calls that people send, and of mistakes in the mappings that they edit. */
function follow(line: string, connector: Connector, portal: string): void {
  if (told.size < 2 || stopping) return;
  const build = /^\[custom build\] (?!Running:)(.+)/.exec(line)?.[1];
  if (line.startsWith("[custom build] Running:")) isBuildGood = true;
  if (build) {
    isBuildGood = false;
    console.log(build);
  }
  if (/Reloading local server/.test(line) && isBuildGood) console.log("\nThe changed mapping is in use.");
  if (/ POST \/(webhooks\/post-call|(?:api\/)?calls\/)/.test(line)) void tellNews(connector, portal);
}

/** A replay that changes nothing, and an undo, are news as well. */
function stateOf({ status, settled_at, revision, records }: SeenCall): string {
  return JSON.stringify([status, settled_at, revision, records]);
}

async function tellNews(connector: Connector, portal: string): Promise<void> {
  try {
    const news = (await connector.latest()).filter((seen) => seen.status === "pending" || told.get(seen.call) !== stateOf(seen));
    for (const { call } of news.toReversed()) {
      const seen = await connector.settled(call);
      if (told.get(call) === stateOf(seen)) continue;
      told.set(call, stateOf(seen));
      tell(`Call ${call}${seen.revision > 1 ? `, revision ${seen.revision}` : ""}  ${connector.url}/calls/${call}`, seen, portal);
    }
  } catch {
    // The connector is being stopped or reloaded: nothing is lost by not telling.
  }
}

function tellWhereToLook(connector: Connector, portal: string, known: SeenCall): void {
  const auth = `-H 'Authorization: Bearer ${ADMIN_TOKEN}'`;
  console.log(`
Look at it
   as the sales team     ${portal}/
   as the operator       ${connector.url}/calls   (sign in with ${ADMIN_TOKEN})
   as a script           curl -s ${auth} ${connector.url}/api/calls

Send a call of your own: put your name and number in it
   curl -s '${connector.webhookUrl}' -d '{"id": 1, "status": "completed", "duration": 65, "customer_phone": "+5511912345678",
     "input_variables": {"customer_name": "Ana Souza"}, "extracted_variables": {"status": true, "summary": "Ana would like a demo."}}'

Change what becomes of a call: edit mappings/otonistark.yaml (remove the # before \`dealstage\`, say), save, and replay Marina's call
   on its page           ${connector.url}/calls/${known.call}
   or                    curl -s -X POST ${auth} ${connector.url}/api/calls/${known.call}/replay

Ctrl-C stops everything. Nothing is kept, and nothing has left this machine.`);
}

async function stop(problem?: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  if (problem) console.error(`\n${problem}`);
  await processes.stop();
  rmSync(stateDir, { recursive: true, force: true });
  process.exit(problem ? 1 : 0);
}
