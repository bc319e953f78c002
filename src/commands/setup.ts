import { parseArgs } from "node:util";
import { intro, outro } from "@clack/prompts";
import { CannotCheck } from "./portal/ask.ts";
import { BadMappings, EXIT } from "./portal/run-command.ts";
import { adaptMapping } from "./setup/adapt-mapping.ts";
import { fitsPortal } from "./setup/fit-portal.ts";
import { findKey } from "./setup/key.ts";
import { Memory } from "./setup/memory.ts";
import { OPTIONS, type Running, type Setup, USAGE } from "./setup/options.ts";
import { Stopped, atTerminal, withoutTerminal } from "./setup/prompter.ts";
import { SANDBOX_KEY, runLocally, startSandbox } from "./setup/run-local.ts";
import { sendTestCall } from "./setup/test-call.ts";
import { makeTokens } from "./setup/tokens.ts";
import { deploy, signIn } from "./setup/wrangler.ts";

/** `npm run setup`: from a clone to the first call in HubSpot. Each step finds out what is done already. */
const ends: (() => Promise<void> | void)[] = [];
const json = process.argv.includes("--json");
try {
  const { values } = parseArgs({ options: { ...OPTIONS, json: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help) console.log(USAGE);
  else process.exitCode = await setUp(values);
} catch (error) {
  process.exitCode = refusal(error);
} finally {
  for (const end of ends.toReversed()) await end();
}

async function setUp(flags: Setup["flags"]): Promise<number> {
  const isAlone = flags.yes === true || json || !process.stdin.isTTY;
  const setup: Setup = {
    flags: { ...(isAlone && { test: "undo" }), ...flags },
    prompter: isAlone ? withoutTerminal(json) : atTerminal,
    memory: new Memory(typeof flags.dir === "string" ? flags.dir : "."),
    hubspotUrl: null,
    onEnd: (end) => void ends.push(end),
  };
  if (!isAlone) intro("OtoniStark → HubSpot");
  if (flags.sandbox && !flags.local)
    throw new CannotCheck("--sandbox is a HubSpot on this machine, which a deployed Worker cannot reach. Say --local as well.");
  if (!flags.local) setup.prompter.say(`Cloudflare: ${await signIn(isAlone)}.`);
  if (flags.sandbox) useSandbox(setup, await startSandbox(setup));
  const facts = await findKey(setup);
  await adaptMapping(setup, facts);
  if (!fitsPortal(setup, facts)) return EXIT.findings;
  const running = await start(setup);
  tellOtoniStark(setup, running);
  const isWritten = await sendTestCall(setup, running);
  if (json)
    console.log(JSON.stringify({ portal: facts.portalId, url: running.url, webhook: webhookUrl(running), test: isWritten }, null, 2));
  if (!isAlone) outro(`Done. The operator's pages: ${running.url}/ (sign in with the ADMIN_TOKEN that stands in .dev.vars)`);
  if (!isAlone && flags.local) await untilStopped(setup);
  return isWritten ? EXIT.fine : EXIT.findings;
}

/** What runs on this machine alone is there to be looked at. */
async function untilStopped({ prompter }: Setup): Promise<void> {
  prompter.begin("The connector runs on this machine until you press Ctrl-C.");
  await new Promise((resolve) => process.once("SIGINT", resolve));
}

function useSandbox(setup: Setup, url: string): void {
  setup.hubspotUrl = url;
  setup.memory.keepSecret("HUBSPOT_ACCESS_TOKEN", SANDBOX_KEY);
  setup.prompter.say(`A sandbox HubSpot answers at ${url}.`);
}

async function start(setup: Setup): Promise<Running> {
  const { flags, memory, prompter } = setup;
  const tokens = makeTokens(setup);
  if (flags.local) return runLocally(setup, tokens);
  const initial = memory.note("name") ?? "otonistark-hubspot";
  const name = String(
    flags.name ?? (await prompter.text({ message: "The Worker's name: part of its address", flag: "--name", initial, check: wrongName })),
  );
  const wrong = wrongName(name);
  if (wrong) throw new CannotCheck(`--name ${name}: ${wrong}`);
  memory.keepNote("name", name);
  const key = memory.secret("HUBSPOT_ACCESS_TOKEN") as string;
  const url = await deploy(name, { HUBSPOT_ACCESS_TOKEN: key, WEBHOOK_TOKEN: tokens.webhookToken, ADMIN_TOKEN: tokens.adminToken });
  memory.keepNote("url", url);
  return { url, ...tokens };
}

function wrongName(name: string): string | undefined {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name.trim()) ? undefined : "Small letters, digits and dashes, please.";
}

function webhookUrl({ url, webhookToken }: Running): string {
  return `${url}/webhooks/post-call?token=${webhookToken}`;
}

function tellOtoniStark({ prompter }: Setup, running: Running): void {
  prompter.show(
    "In OtoniStark, in each assistant's post-call settings",
    [
      `Webhook URL                      ${webhookUrl(running)}`,
      "Send webhook only on completed   off, so that missed calls arrive too",
      "Include recording in webhook     on, so that the note links to the recording",
    ].join("\n"),
  );
}

function refusal(error: unknown): number {
  if (error instanceof Stopped) return EXIT.cannotCheck;
  const isUsage = (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  const isOurs = error instanceof CannotCheck || error instanceof BadMappings;
  if (!isUsage && !isOurs) throw error;
  const { message } = error as Error;
  if (json) console.log(JSON.stringify({ error: message }, null, 2));
  console.error(isUsage ? `${message}\n\n${USAGE}` : message);
  return error instanceof BadMappings ? EXIT.findings : EXIT.cannotCheck;
}
