import { describe, expect, it } from "vitest";
import { SELF } from "cloudflare:test";
import { ledgerMemory } from "../../../src/ledger/counters.ts";
import { MIGRATIONS } from "../../../src/ledger/schema.ts";
import { heldByCode } from "../../../src/ledger/views/health-figures.ts";
import { aCall, startStory } from "../../story.ts";
import { settleAll, takeIn } from "../../growth/fill.ts";
import { SALES } from "../sales-mapping.ts";
import { reader } from "./reader.ts";

const HELD = SALES.replace("if_missing: create", "if_missing: create\n    if_several: hold");
const DAY = "2035-03-02";
const inCampaign = (name: string) => ({ lead: { id: 5, campaign: { id: 3, name } } });

/** Four calls: one written, one held for a choice, one skipped, and one that was none. */
async function fourCalls() {
  const story = await startStory({ mappings: [HELD] });
  for (const firstname of ["Ana", "Bia"]) story.portal.add("contacts", { firstname, phone: "+5511987650002" });
  await story.deliver(
    aCall({
      id: 101,
      ...inCampaign("Demo"),
      input_variables: { customer_name: "Beatriz Prado", email: "bea@prado.example", shoe_size: 41 },
    }),
  );
  await story.deliver(
    aCall({
      id: 102,
      ...inCampaign("Demo"),
      customer_phone: "+5511987650002",
      input_variables: { customer_name: "Carla Nunes", shoe_size: 38 },
    }),
  );
  await story.deliver(aCall({ id: 103, customer_phone: "anonymous", input_variables: [] }));
  await story.deliver('{"is": "no call"}');
  await story.settle();
  return story;
}

const asViewer = async (path: string, init: RequestInit = {}) => {
  const answer = await SELF.fetch(`http://connector${path}`, { ...init, headers: { Authorization: "Bearer viewer-token" } });
  return { status: answer.status, text: await answer.text() };
};

describe("the list of calls", () => {
  it.each([
    ["status=held", ["102"]],
    ["status=written", ["101"]],
    ["problem=several_match", ["102"]],
    ["mapping=Sales", ["103", "102", "101"]],
    ["campaign=Demo", ["102", "101"]],
    ["phone=(11) 98765-0002", ["102"]],
    ["email=BEA@prado.example", ["101"]],
    [`from=${DAY}&to=${DAY}&campaign=Demo`, ["102", "101"]],
    ["from=2035-03-03", []],
    ["to=2035-03-01", []],
    ["campaign=Demo&limit=1", ["102"]],
  ])("is searched by %s", async (query, calls) => {
    const story = await fourCalls();
    const { body } = await story.api("GET", `/api/calls?${query.replace("+", "%2B")}`);
    expect(body.calls.map(({ call }: { call: string }) => call)).toEqual(calls);
    expect(body.searched).toBeLessThanOrEqual(4);
  });

  it("counts its tabs, leaves the counts away where other filters narrow it down, and says which calls were looked at", async () => {
    await fourCalls();
    const page = async (path: string) => (await (await reader("admin-token")).page(path)).replace(/<[^>]+>/g, "");
    expect(await page("/calls")).toMatch(/all 4\s*pending 0\s*written 1\s*skipped 1\s*held 1\s*rejected 1/);
    expect(await page("/calls?status=held")).toMatch(
      /held 1[^]*1 calls were looked at\. \(2 Mar 2035, 15:00 UTC – 2 Mar 2035, 15:00 UTC\)/,
    );
    expect(await page("/calls?campaign=Demo")).not.toMatch(/held 1/);
    expect(await page("/calls")).toContain("4 calls were looked at: all there are.");
  });

  it.each(["status=waiting", "from=yesterday", "phone=123", "email=beatriz", "limit=x", "warning=yes"])("refuses %s", async (query) => {
    const story = await startStory({ mappings: [SALES] });
    expect((await story.api("GET", `/api/calls?${query}`)).status).toBe(400);
  });
});

it("calls with warnings stand among the others in their order, and are found by a warning's code, a problem's and an action's id", async () => {
  const story = await startStory({
    mappings: [
      SALES.replace("phone: { from: customer_phone", "desks: { from: input_variables.desks }\n      phone: { from: customer_phone"),
    ],
  });
  story.portal.defineProperty("contacts", { name: "desks", label: "Desks", type: "number", fieldType: "number" });
  const desks = (count: string) => aCall({ id: `w${count}`, input_variables: { customer_name: "Ana", desks: count } });
  for (const count of ["1", "many", "2", "some", "3"]) {
    await story.deliver(desks(count));
    await story.settle();
  }
  await story.deliver({ ...desks("lots"), id: "wlots" });
  await story.api("POST", "/api/calls/wlots/park");
  const found = async (query: string) =>
    (await story.api("GET", `/api/calls?${query}`)).body.calls.map(({ call }: { call: string }) => call);
  expect(await found("")).toEqual(["wlots", "w3", "wsome", "w2", "wmany", "w1"]);
  expect(await found("status=written&limit=2")).toEqual(["w3", "wsome"]);
  expect(await found("warning=1")).toEqual(["wsome", "wmany"]);
  expect(await found("problem=value_does_not_fit")).toEqual(["wsome", "wmany"]);
  expect(await found("problem=value_does_not_fit&status=held")).toEqual([]);
  expect(await found("problem=parked")).toEqual(["wlots"]);
  const { body } = await story.api("POST", "/api/actions", { do: "replay", where: { problem: "value_does_not_fit" } });
  expect(body).toMatchObject({ calls: 2 });
  await story.settle();
  expect(await found(`action=${body.action}`)).toEqual(["wsome", "wmany"]);
  expect(await found("warning=1")).toEqual(["wsome", "wmany"]);
});

it("calls that an earlier schema held are counted by their codes, day by day and campaign by campaign", async () => {
  const story = await startStory({ mappings: [SALES] });
  for (const [id, campaign] of [
    ["1", "Demo"],
    ["2", "Demo"],
    ["3", "Autumn"],
    ["4", "Autumn"],
  ] as const)
    await story.deliver(aCall({ id, ...inCampaign(campaign) }));
  // As if they were counted in the table already: what changes of them goes there.
  await story.inOutbox((_, { storage: { sql } }) => {
    ledgerMemory(sql).countedTo = ledgerMemory(sql).lastDelivery;
  });
  for (const id of ["1", "3", "4"]) await story.api("POST", `/api/calls/${id}/park`);
  await story.settle();
  const readCodes = () => story.sql("SELECT campaign, codes FROM counts ORDER BY campaign");
  const before = await readCodes();
  expect(before).toEqual([
    { campaign: "Autumn", codes: '{"parked":2}' },
    { campaign: "Demo", codes: '{"parked":1}' },
  ]);
  await story.inOutbox((_, { storage: { sql } }) => {
    sql.exec("ALTER TABLE counts DROP COLUMN codes");
    sql.exec(MIGRATIONS.find((text) => text.includes("ADD COLUMN codes")) as string);
  });
  expect(await readCodes()).toEqual(before);
});

it("every call that came in is somewhere in the balance", async () => {
  const story = await fourCalls();
  await story.deliver(aCall({ id: 104, ...inCampaign("Demo") }));
  const { body } = await story.api("GET", `/api/balance?from=${DAY}&to=${DAY}`);
  const none = { day: DAY, campaign: "", received: 2, written: 0, skipped: 1, held: 0, pending: 0, rejected: 1 };
  const demo = { day: DAY, campaign: "Demo", received: 3, written: 1, skipped: 0, held: 1, pending: 1, rejected: 0 };
  expect(body.rows.toSorted((a: typeof demo, b: typeof demo) => a.received - b.received)).toEqual([none, demo]);
  expect((await story.api("GET", "/api/balance?from=2035-03-03&to=2035-03-04")).body.rows).toEqual([]);
  expect((await story.api("GET", "/api/balance?from=soon")).status).toBe(400);
});

it("days that are over are summed up once, and what changes of them late still counts", async () => {
  const story = await fourCalls();
  const known = () =>
    story.inOutbox(async (outbox, { storage: { sql } }) => {
      const { calls } = await outbox.health();
      const mappings = (await outbox.mappingsReport()).mappings.map((mapping) => mapping.calls);
      const { rows } = await outbox.balance(story.clock.now - 30 * 86_400_000, story.clock.now);
      const inBalance = (name: "written" | "skipped" | "held" | "pending" | "rejected") => rows.reduce((sum, row) => sum + row[name], 0);
      expect(calls).toEqual(Object.fromEntries(Object.keys(calls ?? {}).map((name) => [name, inBalance(name as "held")])));
      return { ...calls, mappings, codes: heldByCode(sql).map(({ code, calls: held }) => [code, held]) };
    });
  const before = { written: 1, skipped: 1, rejected: 1, mappings: [3] };
  expect(await known()).toEqual({ ...before, pending: 0, held: 1, codes: [["several_match", 1]] });
  for (let day = 0; day < 9; day++) {
    story.clock.advance(86_400_000);
    await story.inOutbox((outbox) => outbox.wake());
  }
  expect(await known()).toEqual({ ...before, pending: 0, held: 1, codes: [["several_match", 1]] });
  await story.deliver(aCall({ id: 105, customer_phone: "+5511987650002" }));
  expect(await known()).toEqual({ ...before, pending: 1, held: 1, codes: [["several_match", 1]] });
  await story.settle();
  expect(await known()).toEqual({ ...before, pending: 0, held: 2, mappings: [4], codes: [["several_match", 2]] });
  const contact = story.portal.all("contacts").find(({ properties }) => properties["firstname"] === "Bia")?.id;
  await story.api("POST", "/api/calls/102/choose", { contact });
  await story.settle();
  expect(await known()).toMatchObject({ written: 3, held: 0, pending: 0, codes: [] });
  await story.die();
  await story.api("POST", "/api/calls/101/replay");
  expect(await known()).toMatchObject({ written: 2, pending: 1 });
  await story.api("POST", "/api/calls/101/park");
  expect(await known()).toMatchObject({ written: 2, held: 1, pending: 0, codes: [["parked", 1]] });
});

it("problems are grouped by their cause, and lead to their calls", async () => {
  const story = await fourCalls();
  await story.deliver(aCall({ id: 105, customer_phone: "+5511987650002" }));
  await story.settle();
  const { problems } = (await story.api("GET", "/api/problems")).body;
  expect(problems).toContainEqual(
    expect.objectContaining({ code: "several_match", calls: 2, who: "operator", since: "2035-03-02T15:00:00.000Z" }),
  );
  expect(problems.map(({ code }: { code: string }) => code).toSorted()).toEqual(["not_a_call", "several_match"]);
  expect(await (await reader("admin-token")).page("/problems")).toContain('href="/calls?problem=several_match"');
});

it("what arrives and no mapping reads is told with the line to copy", async () => {
  const story = await fourCalls();
  const { body } = await story.api("GET", "/api/mappings");
  expect(body.mappings).toEqual([{ name: "Sales", file: "story.yaml", when: null, calls: 3 }]);
  expect(body.unread).toContainEqual(
    expect.objectContaining({
      name: "shoe_size",
      calls: 2,
      since: "2035-03-02T15:00:00.000Z",
      yaml: "shoe_size: { from: input_variables.shoe_size }",
    }),
  );
  expect(body.unread.map(({ name }: { name: string }) => name)).not.toContain("customer_name");
});

describe("a plan", () => {
  it("says what a body would write, and writes nothing", async () => {
    const story = await startStory({ mappings: [SALES] });
    await story.inOutbox(() => {});
    const { status, body } = await story.api("POST", "/api/plan", aCall({ id: 7 }));
    expect([status, body.call, body.mapping, body.problem]).toEqual([200, "7", "Sales", null]);
    expect(body.records.map(({ name, action }: { name: string; action: string }) => [name, action])).toEqual([
      ["contact", "create"],
      ["deal", "skip"],
      ["note", "create"],
    ]);
    expect(story.portal.all("contacts")).toEqual([]);
    expect((await story.api("GET", "/api/calls")).body.calls).toEqual([]);
  });

  it("of what is no call says why", async () => {
    const story = await startStory({ mappings: [SALES] });
    expect((await story.api("POST", "/api/plan", { is: "no call" })).body.error).toMatchObject({
      code: "not_a_call",
      issues: expect.arrayContaining([expect.objectContaining({ path: "id" })]),
    });
  });
});

describe("a viewer", () => {
  it("sees no name, number, address or word, in no answer and no page", async () => {
    const story = await fourCalls();
    const operator = await story.api("GET", "/api/calls/101?body=1");
    expect(JSON.stringify(operator.body)).toMatch(/Beatriz.*twelve desks/);
    const viewer = await reader("viewer-token");
    const answers = await Promise.all(
      [
        "/api/calls",
        "/api/calls/101",
        "/api/calls/101?body=1",
        "/api/calls/102?body=1",
        "/api/problems",
        "/api/balance",
        "/api/mappings",
        "/api/health",
      ].map(async (path) => (await asViewer(path)).text),
    );
    const pages = ["/calls", "/calls?show=1", "/calls/101", "/calls/102", "/problems", "/balance", "/mappings"];
    for (const text of [...answers, ...(await Promise.all(pages.map((path) => viewer.page(path))))]) {
      expect(text).not.toMatch(/Beatriz|Prado|Carla|Nunes|bea@|98765000|desks|new floor/);
      expect(text).not.toContain("<form");
    }
    expect(answers[1]).toContain("story.yaml:");
  });

  it("changes nothing", async () => {
    await fourCalls();
    const posts = [
      "/api/calls/101/replay",
      "/api/calls/101/undo",
      "/api/calls/102/choose",
      "/api/calls/101/park",
      "/api/plan",
      "/api/actions",
      "/api/pause",
    ];
    for (const path of posts) expect([path, (await asViewer(path, { method: "POST", body: "{}" })).status]).toEqual([path, 403]);
    const viewer = await reader("viewer-token");
    for (const path of ["/calls/101/undo", "/calls/101/correct", "/try", "/numbers", "/actions/new?do=undo"])
      expect([path, (await viewer.get(path)).status]).toEqual([path, 403]);
  });
});

describe("an operator's page", () => {
  it("shows customers when asked for, and finds a call by its id, number and address", async () => {
    await fourCalls();
    const operator = await reader("admin-token");
    expect(await operator.page("/calls")).not.toMatch(/Beatriz|98765000/);
    expect(await operator.page("/calls?show=1")).toMatch(/Beatriz Prado/);
    const found = async (text: string) => (await operator.get(`/calls?${new URLSearchParams({ find: text })}`)).headers.get("Location");
    expect(await found("101")).toBe("/calls/101");
    expect(await found("+55 11 98765-0002")).toBe("/calls?phone=%2B55+11+98765-0002");
    expect(await found("bea@prado.example")).toBe("/calls?email=bea%40prado.example");
  });

  it("tells of a call what stands in HubSpot, by which rule, and why not", async () => {
    await fourCalls();
    const page = await (await reader("admin-token")).page("/calls/101");
    for (const text of ["In HubSpot now", "story.yaml:", "Beatriz", "twelve desks", "customer_name"]) expect(page).toContain(text);
    expect((await (await reader("admin-token")).get("/calls/none")).status).toBe(404);
  });

  it("offers the contacts of a held call by their names, with links, and takes the choice", async () => {
    const story = await fourCalls();
    const operator = await reader("admin-token");
    const page = await operator.page("/calls/102");
    const [, id] = /<a href="https:\/\/app\.hubspot\.com\/[^"]+"[^>]*>Bia<\/a> <code>(\d+)<\/code>/.exec(page) ?? [];
    expect((await operator.post("/calls/102/choose", { contact: id ?? "" })).status).toBe(303);
    await story.settle();
    expect((await story.call(102)).records["contact"].id).toBe(id);
  });

  it("speaks Portuguese to whoever asks for it, and remembers a switch", async () => {
    await fourCalls();
    const operator = await reader("admin-token");
    const asked = await (await operator.get("/calls/102", { "Accept-Language": "de, pt-BR;q=0.9, en;q=0.1" })).text();
    expect(asked).toContain("No HubSpot agora");
    expect(await operator.page("/calls/102")).toContain("In HubSpot now");
    await operator.get("/calls?lang=pt");
    expect(await operator.page("/calls/102")).toContain("Quem age");
  });

  it("replays a call corrected, after showing what it would write", async () => {
    const story = await fourCalls();
    const operator = await reader("admin-token");
    const { delivery } = (await story.api("GET", "/api/calls/102?body=1")).body;
    const body = JSON.stringify({ ...delivery, customer_phone: "+5511987650009" });
    expect(await (await operator.post("/calls/102/correct", { body, do: "plan" })).text()).toContain("+5511987650009");
    expect((await story.call(102)).status).toBe("held");
    expect((await operator.post("/calls/102/correct", { body, do: "write" })).status).toBe(303);
    await story.settle();
    expect(await story.call(102)).toMatchObject({ status: "written", edited: true });
    const { audit } = (await story.api("GET", "/api/audit")).body;
    expect(audit).toEqual([
      { at: expect.any(String), who: expect.stringMatching(/^ADMIN_TOKEN [0-9a-f]{4}$/), did: "correct", call: "102" },
    ]);
    expect(await operator.page("/calls/102")).toContain("Replayed corrected");
  });
});

it("says “at least” where more calls have a problem than were looked at, and the exact number where not", async () => {
  const story = await startStory({ mappings: [SALES] });
  const filling = (prefix: string, calls: number) => ({
    prefix,
    calls,
    from: story.clock.now - 86_400_000,
    body: (index: number) => new TextEncoder().encode(`{"id":"${prefix}${index}"}`),
    statuses: ["held"] as const,
  });
  const fill = (prefix: string, calls: number) =>
    story.inOutbox((_, { storage }) => {
      takeIn(storage, filling(prefix, calls));
      settleAll(storage, filling(prefix, calls));
    });
  const group = async () => (await story.api("GET", "/api/problems")).body.problems[0];
  await fill("A", 1_900);
  expect(await group()).toMatchObject({ code: "no_such_owner", calls: 1_900 });
  expect(await group()).not.toHaveProperty("at_least");
  await fill("B", 300);
  expect(await group()).toMatchObject({ calls: 2_000, at_least: true });
  expect(await (await reader("admin-token")).page("/problems")).toContain("at least 2,000");
});

it("a call with names of a megabyte and ten thousand variables leaves every page small enough for a phone, and is whole in the API", async () => {
  const story = await startStory({ mappings: [SALES] });
  const name = "Nome comprido ".repeat(40_000);
  const variables = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`variable_${n}`, `value ${n}`]));
  const lead = { id: 8, phone_number: "+5511987650001", variables: { name }, campaign: { id: 4, name } };
  await story.deliver(aCall({ id: 77, lead, extracted_variables: { ...variables, summary: "Fine" } }));
  await story.deliver(
    aCall({ id: 78, customer_phone: "+5511944440000", input_variables: { customer_name: name }, extracted_variables: { summary: name } }),
  );
  await story.settle();
  const operator = await reader("admin-token");
  for (const path of ["/calls", "/calls?show=1", "/calls/77", "/calls/78", "/problems", "/balance", "/mappings"]) {
    const page = await operator.page(path);
    expect([path, page.length < 450_000]).toEqual([path, true]);
    expect(page).toContain("</html>");
  }
  expect(JSON.stringify((await story.api("GET", "/api/calls/77?body=1")).body.delivery)).toContain(name);
  expect((await story.api("GET", "/api/mappings")).body.unread.length).toBeGreaterThan(9_000);
});
