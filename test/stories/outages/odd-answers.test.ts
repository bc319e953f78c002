import { describe, expect, it, onTestFinished, vi } from "vitest";
import { onTheWay } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const begin = () => startStory({ mappings: [SALES] });

async function deliver(story: Story): Promise<number> {
  const call = aCall();
  await story.deliver(call);
  await story.drain();
  return call["id"] as number;
}

/** HubSpot answers as `odd` does while it does. */
function whileOdd(odd: () => Response | null): void {
  onTheWay(async (_, pass) => odd() ?? pass());
}

describe("a wait that HubSpot asks for", () => {
  const tooMany = (policyName: string, headers: Record<string, string> = {}) =>
    Response.json({ status: "error", policyName, errorType: "RATE_LIMIT", message: "limit" }, { status: 429, headers });

  it.each([
    ["of a thousand years", { "Retry-After": "31536000000" }],
    ["until the year 3026", { "Retry-After": "Fri, 01 Jan 3026 00:00:00 GMT" }],
  ])("%s ends after a day, with a probe", async (_, headers) => {
    const story = await begin();
    let asked = 0;
    whileOdd(() => (asked++ === 0 ? tooMany("DAILY", headers) : null));
    const call = await deliver(story);
    const waiting = await story.call(call);
    expect(waiting).toMatchObject({ status: "pending", problem: { code: "daily_limit_reached" } });
    expect(waiting.problem).not.toHaveProperty("who");
    const from = story.clock.now;
    await story.settle(2 * DAY_MS);
    expect(await story.call(call)).toMatchObject({ status: "written" });
    expect(story.clock.now - from).toBeLessThanOrEqual(DAY_MS + MINUTE_MS);
  });

  it.each(["POST /api/resume", "a replay"])("for the day ends at once with %s, where the limit was raised", async (how) => {
    const story = await begin();
    let isRaised = false;
    whileOdd(() => (isRaised ? null : tooMany("DAILY")));
    const call = await deliver(story);
    isRaised = true;
    const from = story.clock.now;
    await story.api("POST", how === "a replay" ? `/api/calls/${call}/replay` : "/api/resume");
    await story.settle(10_000);
    expect(await story.call(call)).toMatchObject({ status: "written" });
    expect(story.clock.now - from).toBeLessThanOrEqual(10_000);
  });

  it("goes on where the limit was not raised, and costs one request", async () => {
    const story = await begin();
    let asked = 0;
    whileOdd(() => (++asked, tooMany("DAILY")));
    const call = await deliver(story);
    asked = 0;
    await story.api("POST", "/api/resume");
    await story.settle(10_000);
    expect(await story.call(call)).toMatchObject({ status: "pending", problem: { code: "daily_limit_reached" } });
    expect(asked).toBe(1);
  });
});

describe("a key that no header can carry", () => {
  it("is told to the operator by code, and stands in no message and no log", async () => {
    const story = await begin();
    const [secret, said] = ["pat-na1-çhave–secreta", [] as string[]];
    for (const way of ["log", "error", "warn"] as const) vi.spyOn(console, way).mockImplementation((line) => void said.push(String(line)));
    onTestFinished(() => void vi.restoreAllMocks());
    await story.inOutbox((outbox) => {
      const { env } = outbox as unknown as { env: { HUBSPOT_ACCESS_TOKEN: string } };
      const before = env.HUBSPOT_ACCESS_TOKEN;
      env.HUBSPOT_ACCESS_TOKEN = secret;
      onTestFinished(() => void (env.HUBSPOT_ACCESS_TOKEN = before));
    });
    const call = await story.call(await deliver(story));
    expect(call).toMatchObject({ status: "pending", problem: { code: "key_malformed", who: "operator" } });
    expect((await story.api("GET", "/health")).body).toMatchObject({ status: "attention" });
    expect(JSON.stringify([call, said, (await story.api("GET", "/api/health")).body])).not.toContain("secreta");
    expect(story.portal.requests).toHaveLength(0);
  });
});

describe("a page instead of JSON", () => {
  it.each([400, 401, 403, 404, 405, 409, 451])("with status %i is trouble on the way: nothing is held, and it goes on", async (status) => {
    const story = await begin();
    let isOdd = true;
    whileOdd(() => (isOdd ? new Response("<html><h1>Blocked</h1></html>", { status, headers: { "Content-Type": "text/html" } }) : null));
    const call = await deliver(story);
    await story.settle(MINUTE_MS);
    expect(await story.call(call)).toMatchObject({ status: "pending" });
    isOdd = false;
    await story.settle();
    expect(await story.call(call)).toMatchObject({ status: "written" });
    expect(story.portal.contacts()).toHaveLength(1);
    expect(story.portal.all("notes")).toHaveLength(1);
  });

  it.each([
    [200, "null"],
    [200, "[]"],
    [203, '"fine"'],
    [200, '{"results":[null]}'],
    [206, '{"results":[7]}'],
  ])("and a success that HubSpot would not say (%i %s) is trouble too, in a search, a read and a creation", async (status, text) => {
    for (const path of ["/contacts/search", "/contacts/batch/read", "/contacts/batch/create", "/notes/batch/create"]) {
      const story = await begin();
      story.portal.add("contacts", { phone: "+5511987659999" });
      let isOdd = true;
      onTheWay(async (request, pass) => {
        const answer = await pass();
        return isOdd && request.url.includes(path)
          ? new Response(text, { status, headers: { "Content-Type": "application/json" } })
          : answer;
      });
      const call = await deliver(story);
      await story.settle(MINUTE_MS);
      expect((await story.call(call)).status).toMatch(/pending|written/);
      isOdd = false;
      await story.settle();
      expect(await story.call(call)).toMatchObject({ status: "written" });
      expect(story.portal.contacts()).toHaveLength(2);
      expect(story.portal.all("notes")).toHaveLength(1);
    }
  });

  it("from an address that is not HubSpot's says so to the operator", async () => {
    const story = await begin();
    whileOdd(() => new Response("<html>404</html>", { status: 404 }));
    const call = await deliver(story);
    await story.settle(MINUTE_MS);
    const { problem } = await story.call(call);
    expect(problem).toMatchObject({ code: "not_hubspot", who: "operator", fix: expect.stringContaining("HUBSPOT_BASE_URL") });
    expect(problem?.message).toContain("http://hubspot.test");
  });
});

describe("a list whose next page never ends", () => {
  it.each(["owners", "associations"])("of %s ends all the same", async (list) => {
    const story = await startStory({ mappings: [SALES.replace("  note:", "  note:\n    owner: ana@example.com")] });
    story.portal.defineOwner({ id: "7", email: "ana@example.com" });
    onTheWay(async (request, pass) => {
      const answer = await pass();
      if (!request.url.includes(list) || !answer.ok) return answer;
      const body = await answer.json<any>();
      const next = { next: { after: "1" } };
      if (list === "owners") return Response.json({ ...body, paging: next });
      return Response.json({ ...body, results: (body.results ?? []).map((result: object) => ({ ...result, paging: next })) });
    });
    const call = await deliver(story);
    await story.settle(MINUTE_MS);
    expect((await story.call(call)).status).toMatch(/written|held/);
  });
});
