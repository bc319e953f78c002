import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { portalAtHand } from "./portal-at-hand.ts";

const mapping = (properties: string) => `version: 1
name: Sales
properties:
  contacts:
${properties}
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set: { firstname: Ana }
`;

const NEW = `    ai_score: { label: AI score, type: number, description: How likely }
    ai_next: { label: Next step, type: select, options: { demo: Demo, call: Call back } }
    ai_topics: { label: Topics, type: multi_select, options: { a: A, b: B }, group: ai_calls }
    ai_opt_out: { label: Opted out, type: yes_no }
    ai_when: { label: When, type: datetime }`;

describe("setup", () => {
  it("shows what it would create, and leaves exit code 3 until it is there", async () => {
    const { run, portal } = await portalAtHand(mapping(NEW));
    const { out, code } = await run(["setup", "--plan"]);
    expect(out).toContain("+ contacts.ai_next  “Next step”, select: Demo, Call back  (sales.yaml:6)");
    expect(code).toBe(3);
    expect(portal.requests.every(({ method }) => method === "GET" || method === "POST")).toBe(true);
    expect((await run(["check", "--json"])).out).toContain("ai_score");
  });

  it("creates exactly that, and nothing when it is run again", async () => {
    const { run } = await portalAtHand(mapping(NEW));
    const first = await run(["setup", "--yes"], { HUBSPOT_SCHEMA_TOKEN: "some-key" });
    expect(first.out.match(/^created contacts\.\w+$/gm)).toHaveLength(5);
    expect(first.code).toBe(0);
    expect((await run(["check"])).code).toBe(0);
    const again = await run(["setup", "--yes", "--json"]);
    expect(JSON.parse(again.out)).toMatchObject({ create: [], conflicts: [], applied: null });
    expect((await run(["setup", "--plan"])).code).toBe(0);
  });

  it("applies nothing at all where one property exists with another type", async () => {
    const { run } = await portalAtHand(mapping(`${NEW}\n    phone: { label: Phone, type: number }`));
    const { out, code } = await run(["setup", "--yes"]);
    expect(out).toContain("! contacts.phone  it exists with another type: string");
    expect(code).toBe(1);
    expect((await run(["setup", "--plan", "--json"])).out).toContain("ai_score");
  });

  it("changes nothing of what exists, and says which options a person may want to add", async () => {
    const { run, portal } = await portalAtHand(mapping("    mood: { label: Mood, type: select, options: { hot: Hot, cold: Cold } }"));
    portal.defineProperty("contacts", { name: "mood", type: "enumeration", options: [{ value: "hot" }] });
    const { out, code } = await run(["setup", "--yes"]);
    expect(out).toContain("contacts.mood  is there; add these options by hand if you want them: Cold");
    expect(code).toBe(0);
  });

  it("says which scope a key lacks, and creates nothing with it", async () => {
    const { run, portal } = await portalAtHand(mapping(NEW));
    portal.missingScopes.add("crm.schemas.contacts.write");
    const { err, code } = await run(["setup", "--yes"]);
    expect(err).toContain("crm.schemas.contacts.write");
    expect(code).toBe(2);
  });

  it("asks nobody where there is no terminal: it names the flag", async () => {
    const { run } = await portalAtHand(mapping(NEW));
    const { err, code } = await run(["setup"]);
    expect(err).toContain("--yes");
    expect(code).toBe(2);
  });

  it("applies a saved plan only while the portal fits it", async () => {
    const { run, portal } = await portalAtHand(mapping(NEW));
    expect((await run(["setup", "--plan", "--out", "plan.json"])).code).toBe(3);
    portal.defineProperty("contacts", { name: "ai_score", type: "number" });
    const left = await run(["setup", "--from", "plan.json", "--yes"]);
    expect(left.err).toContain("plan.json does not fit any more");
    expect(left.code).toBe(2);
    portal.removeProperty("contacts", "ai_score");
    expect((await run(["setup", "--from", "plan.json", "--yes"])).code).toBe(0);
  });
});

describe("a snapshot", () => {
  it("holds the schema and no personal data", async () => {
    const { run, dir } = await portalAtHand(mapping(NEW));
    expect((await run(["snapshot", "mappings/portal.json"])).code).toBe(0);
    const text = readFileSync(`${dir}/mappings/portal.json`, "utf8");
    expect(text).not.toMatch(/ana\.souza|Souza|@example/);
    const snapshot = JSON.parse(text);
    expect(Object.keys(snapshot.properties)).toContain("tickets");
    expect(snapshot.pipelines.deals[0].label).toBe("Sales Pipeline");
    expect(snapshot.owners[0]).toEqual({ id: "41001", email_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});

describe("a snapshot beside the mappings", () => {
  const COMMANDS = join(import.meta.dirname, "../../../src/commands/mappings.ts");
  const MULTI = mapping("    topics: { label: Topics, type: multi_select, options: { a: Apples, b: Pears } }").replace(
    "set: { firstname: Ana }",
    'set: { firstname: Ana, topics: "{{ extracted_variables.topics }}", hubspot_owner_id: ANA.souza@example.com }',
  );

  it("tells check, preview and test what the portal holds, without a network", async () => {
    const { run, dir, write } = await portalAtHand(MULTI);
    await run(["setup", "--yes"]);
    await run(["snapshot", "mappings/portal.json"]);
    write(
      "call.json",
      JSON.stringify({ id: 1, status: "completed", customer_phone: "+5511987650001", extracted_variables: { topics: "Pears" } }),
    );
    const offline = (...args: string[]) => spawnSync(process.execPath, [COMMANDS, ...args], { cwd: dir, encoding: "utf8" });
    expect(offline("check").status).toBe(0);
    const plan = JSON.parse(offline("preview", "call.json", "--json").stdout);
    expect(plan.records[0].properties).toMatchObject({ topics: "b", hubspot_owner_id: "41001" });
    write("mappings/sales.yaml", MULTI.replace("ANA.souza", "nobody"));
    const unfit = offline("check");
    expect(unfit.stderr).toContain("“nobody@example.com” is the e-mail address of nobody in this portal.");
    expect(unfit.status).toBe(1);
  });

  it("that is old says so", async () => {
    const { run, dir, write } = await portalAtHand(MULTI);
    await run(["setup", "--yes"]);
    await run(["snapshot", "mappings/portal.json"]);
    const path = join(dir, "mappings/portal.json");
    write("mappings/portal.json", JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), taken_at: "2026-01-01T00:00:00Z" }));
    const { stderr, status } = spawnSync(process.execPath, [COMMANDS, "check"], { cwd: dir, encoding: "utf8" });
    expect(stderr).toMatch(/mappings\/portal\.json is \d+ days old.*Take a new one: npm run portal -- snapshot/);
    expect(status).toBe(0);
  });
});
