import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { countryNamed, countryOf } from "../../src/commands/setup/country.ts";
import { listen } from "../../src/sandbox/portal/node-server.ts";
import { createPortal } from "../../src/sandbox/portal/portal.ts";

const ROOT = join(import.meta.dirname, "../..");
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "setup-"));
  cpSync(join(ROOT, "mappings"), join(dir, "mappings"), { recursive: true });
  return () => rmSync(dir, { recursive: true });
});

/** As somebody runs it in the project's folder, whose secrets and mappings stand in a folder of the test. */
function setup(args: string[], env: Record<string, string> = {}): Promise<{ out: string; err: string; code: number | null }> {
  const { HUBSPOT_ACCESS_TOKEN: _key, WEBHOOK_TOKEN: _hook, ADMIN_TOKEN: _admin, ...clean } = process.env;
  const child = spawn(process.execPath, ["src/commands/setup.ts", "--dir", dir, ...args], {
    cwd: ROOT,
    env: { ...clean, MAPPINGS_DIR: join(dir, "mappings"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk) => (said.out += String(chunk)));
  child.stderr.on("data", (chunk) => (said.err += String(chunk)));
  return new Promise((resolve) => child.once("close", (code) => resolve({ ...said, code })));
}

const kept = (file: string) => readFileSync(join(dir, file), "utf8");

it("setup leads from nothing to a call in a sandbox HubSpot and back out of it, without any account", async () => {
  const { out, code } = await setup(["--local", "--sandbox", "--yes", "--country", "us", "--stage", "contract sent"]);
  expect(out).toMatch(/The key opens portal 48215907.*\n.*The mappings fit the portal: (\d+) of \1 checks passed/s);
  expect(out).toMatch(/Webhook URL +http:\/\/localhost:\d+\/webhooks\/post-call\?token=[0-9a-f]{48}\n.*off.*\n.*on,/);
  expect(out).toMatch(/Test call setup-test-\d+: written\n +contact +created +https:\/\/app\.hubspot\.com\S+\n.*\n +note +created/);
  expect(out).toContain("The test call's contact and note are taken back.");
  expect(code).toBe(0);
  const mapping = kept("mappings/otonistark.yaml");
  expect(mapping).toMatch(/^country: US$/m);
  expect(mapping).toMatch(/^ {6}dealstage: \{ from: extracted_variables\.status, map: \{ true: Contract sent \}/m);
  expect(statSync(join(dir, ".dev.vars")).mode & 0o077).toBe(0);
});

describe("what a call becomes", () => {
  it("is a note in the country's language where nobody says otherwise", async () => {
    expect((await setup(["--local", "--sandbox", "--yes", "--country", "BR"])).code).toBe(0);
    expect(kept("mappings/otonistark.yaml")).toMatch(/^language: pt$/m);
    expect(kept("mappings/otonistark.yaml")).toMatch(/^ {2}note:$/m);
  });

  it("is a HubSpot call with --record-as call, fits the portal, is tried, and can be a note again", async () => {
    const note = kept("mappings/otonistark.yaml");
    const examples = kept("mappings/otonistark.examples.yaml");
    const { out, code } = await setup(["--local", "--sandbox", "--yes", "--country", "BR", "--language", "Español", "--record-as", "call"]);
    expect(out).toMatch(/Test call setup-test-\d+: written\n.*\n.*\n +call +created/);
    expect(code).toBe(0);
    const mapping = kept("mappings/otonistark.yaml");
    expect(mapping).toMatch(/^language: es$/m);
    expect(mapping).toMatch(/^ {2}call:$/m);
    expect(mapping).not.toMatch(/^ {2}note:$/m);
    expect(tried().stdout).toContain("3 examples, all as expected.");
    await setup(["--local", "--sandbox", "--yes", "--country", "BR", "--language", "en", "--record-as", "note", "--test", "none"]);
    expect(kept("mappings/otonistark.yaml").split("records:")[1]).toBe(note.split("records:")[1]);
    expect(kept("mappings/otonistark.examples.yaml")).toBe(examples);
    expect(tried().stdout).toContain("5 examples, all as expected.");
  });

  it.each([
    [["--language", "french"], "--language french: notes speak en (English), pt (Português) or es (Español)."],
    [["--record-as", "task"], "--record-as task: a call becomes a note or a call."],
  ])("%s is refused", async (args, message) => {
    const { err, code } = await setup(["--local", "--sandbox", "--yes", ...args]);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  const tried = () =>
    spawnSync(process.execPath, ["src/commands/mappings.ts", "test", "--dir", join(dir, "mappings")], { cwd: ROOT, encoding: "utf8" });
});

describe("a deployment", () => {
  /** What wrangler was asked, and with which secrets; the file that held them must be gone afterwards. */
  const FAKE = `import { readFileSync, writeFileSync } from "node:fs";
const args = process.argv.slice(2);
if (args[0] === "whoami") { console.log("│ Acme Inc. │ 0123456789abcdef0123456789abcdef │"); process.exit(0); }
const file = args[args.indexOf("--secrets-file") + 1];
writeFileSync(process.env.ASKED, JSON.stringify({ args, file, secrets: JSON.parse(readFileSync(file, "utf8")) }));
console.log("Deployed acme-calls triggers\\n  https://acme-calls.acme.workers.dev");
`;

  async function deployed(...args: string[]) {
    const portal = createPortal({ token: "pat-some-key" });
    const server = await listen(portal.fetch, 0);
    onTestFinished(() => server.close());
    writeFileSync(join(dir, "wrangler.mjs"), FAKE);
    const env = {
      WRANGLER_BIN: join(dir, "wrangler.mjs"),
      ASKED: join(dir, "asked.json"),
      HUBSPOT_BASE_URL: `http://127.0.0.1:${server.port}`,
      HUBSPOT_ACCESS_TOKEN: "pat-some-key",
    };
    return setup(["--yes", "--name", "acme-calls", "--test", "none", ...args], env);
  }

  it("takes the secrets along in a file that nobody else can read and that is gone afterwards", async () => {
    const { out, code } = await deployed();
    expect(out).toContain("Cloudflare: Acme Inc.");
    expect(out).toContain("https://acme-calls.acme.workers.dev/webhooks/post-call?token=");
    expect(code).toBe(0);
    const { args, file, secrets } = JSON.parse(kept("asked.json"));
    expect(args).toEqual(["deploy", "--env=", "--name", "acme-calls", "--secrets-file", file]);
    expect(secrets).toEqual({
      HUBSPOT_ACCESS_TOKEN: "pat-some-key",
      WEBHOOK_TOKEN: expect.stringMatching(/^[0-9a-f]{48}$/),
      ADMIN_TOKEN: expect.stringMatching(/^[0-9a-f]{48}$/),
    });
    expect(existsSync(file)).toBe(false);
  });

  it("that is repeated keeps the tokens that OtoniStark knows", async () => {
    await deployed();
    const first = JSON.parse(kept("asked.json")).secrets;
    const { out } = await deployed("--json");
    expect(JSON.parse(kept("asked.json")).secrets).toEqual(first);
    expect(JSON.parse(out)).toMatchObject({ portal: "48215907", url: "https://acme-calls.acme.workers.dev" });
  });

  it("makes tokens where nothing but a guide's placeholders stand", async () => {
    writeFileSync(join(dir, ".dev.vars"), 'WEBHOOK_TOKEN="a-long-random-text"\nADMIN_TOKEN="changeme"\n');
    await deployed();
    const token = expect.stringMatching(/^[0-9a-f]{48}$/);
    expect(JSON.parse(kept("asked.json")).secrets).toMatchObject({ WEBHOOK_TOKEN: token, ADMIN_TOKEN: token });
  });

  it("by hand is refused while its secrets file holds placeholders", () => {
    const file = join(dir, "secrets.json");
    writeFileSync(file, JSON.stringify({ HUBSPOT_ACCESS_TOKEN: "pat-na1-1234", WEBHOOK_TOKEN: "5f2c9d,changeme", ADMIN_TOKEN: "<token>" }));
    const { status, stderr } = spawnSync(process.execPath, ["src/commands/deploy.ts", "--secrets-file", file], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect(stderr).toContain("WEBHOOK_TOKEN, ADMIN_TOKEN: what a guide shows still stands in the secrets file.");
    expect(status).toBe(1);
  });

  it("does not begin where the mappings do not fit the portal", async () => {
    const path = join(dir, "mappings/otonistark.yaml");
    writeFileSync(path, kept("mappings/otonistark.yaml").replace("hs_next_step:", "next_stepp:"));
    const { out, code } = await deployed();
    expect(out).toMatch(/otonistark\.yaml:\d+:\d+ {2}records\.deal\.set\.next_stepp: HubSpot's deals have no property/);
    expect(code).toBe(1);
    expect(existsSync(join(dir, "asked.json"))).toBe(false);
  });
});

it.each([
  [["--local", "--yes"], "HUBSPOT_ACCESS_TOKEN"],
  [["--sandbox", "--yes"], "--local"],
  [["--local", "--sandbox", "--yes", "--stage", "Nowhere"], "Sales Pipeline: Contract sent"],
  [["--local", "--sandbox", "--yes", "--timezone", "Mars/Olympus"], "America/Sao_Paulo"],
  [["--lokal"], "npm run setup --"],
])("setup without a terminal refuses %j and names what is missing", async (args, named) => {
  const { err, code } = await setup(args);
  expect(err).toContain(named);
  expect(code).toBe(2);
});

it.each([
  ["br", "BR"],
  ["Brasil", "BR"],
  [" BRAZIL ", "BR"],
  ["méxico", "MX"],
  ["uk", "GB"],
  ["United Kingdom", "GB"],
  ["Estados Unidos", "US"],
  ["Narnia", null],
  ["BRA", null],
  ["", null],
])("the country that is called %j is %j", (text, code) => expect(countryNamed(text)).toBe(code));

it.each([
  ["America/Sao_Paulo", "BR"],
  ["America/New_York", "US"],
  ["US/Eastern", "US"],
  ["Europe/Lisbon", "PT"],
  ["Asia/Kolkata", "IN"],
  ["UTC", null],
])("a portal whose time zone is %s has its customers in %j, as a first guess", (zone, code) => expect(countryOf(zone)).toBe(code));
