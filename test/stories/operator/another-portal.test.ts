import { expect, it, onTestFinished } from "vitest";
import { type Portal, createPortal } from "../../../src/sandbox/portal/portal.ts";
import { onTheWay } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";
import { reader } from "../on-the-pages/reader.ts";

const OTHER_KEY = "key-of-another-portal";
const PHONE = "+5511987650001";

/** A story whose ledger knows a portal, and a second portal that another key opens. */
async function withTwoPortals(): Promise<{ story: Story; other: Portal; useKey(key: string): Promise<string> }> {
  const story = await startStory({ mappings: [SALES], portal: { portalId: 111 } });
  const other = createPortal({ now: () => story.clock.now, portalId: 222, firstId: 501 });
  onTheWay((request, pass) => (request.headers.get("authorization") === `Bearer ${OTHER_KEY}` ? other.fetch(request) : pass()));
  const useKey = (key: string) =>
    story.inOutbox((outbox) => {
      const { env } = outbox as unknown as { env: { HUBSPOT_ACCESS_TOKEN: string } };
      const before = env.HUBSPOT_ACCESS_TOKEN;
      env.HUBSPOT_ACCESS_TOKEN = key;
      onTestFinished(() => void (env.HUBSPOT_ACCESS_TOKEN = before));
      return before;
    });
  return { story, other, useKey };
}

const bring = async (story: Story, id?: number) => {
  const call = aCall({ customer_phone: PHONE, ...(id !== undefined && { id }) });
  await story.deliver(call);
  await story.settle(60_000);
  return call["id"] as number;
};

it("writes nothing with a key of another portal until an operator accepts it, and then as if for the first time", async () => {
  const { story, other, useKey } = await withTwoPortals();
  const before = await bring(story);
  const stranger = other.add("contacts", { firstname: "Somebody else" });
  const key = await useKey(OTHER_KEY);
  const call = await bring(story);
  expect(await story.call(call)).toMatchObject({
    status: "pending",
    problem: { code: "another_portal", who: "operator", params: { known: "111", found: "222" } },
  });
  expect((await story.api("GET", "/health")).body).toEqual({ status: "attention", reason: "another_portal" });
  expect((await story.api("GET", "/api/health")).body).toMatchObject({
    status: "attention",
    reason: "another_portal",
    paused: { problem: { code: "another_portal", who: "operator" } },
  });
  expect(other.all("notes")).toHaveLength(0);
  expect((await story.api("POST", "/api/portal", { accept: "333" })).status).toBe(409);
  expect((await story.api("POST", "/api/portal", {})).status).toBe(400);
  expect(await story.api("POST", "/api/portal", { accept: "222" })).toMatchObject({ status: 200, body: { accepted: "222" } });
  await story.settle(60_000);
  expect(await story.call(call)).toMatchObject({ status: "written", records: { contact: { action: "created" } } });
  // The first portal's contact had the id that a stranger has here.
  expect(other.notesOf(stranger)).toHaveLength(0);
  expect(other.contacts()).toHaveLength(2);
  await story.api("POST", `/api/calls/${before}/replay`);
  await story.settle(60_000);
  expect(other.contacts()).toHaveLength(2);
  expect(other.all("notes")).toHaveLength(2);
  expect(story.portal.all("notes")).toHaveLength(1);
  expect(key).not.toBe(OTHER_KEY);
});

it("goes on by itself where the right key is put back", async () => {
  const { story, other, useKey } = await withTwoPortals();
  await bring(story);
  const key = await useKey(OTHER_KEY);
  const call = await bring(story);
  expect((await story.call(call)).status).toBe("pending");
  await useKey(key);
  await story.settle();
  expect(await story.call(call)).toMatchObject({ status: "written" });
  expect(story.portal.all("notes")).toHaveLength(2);
  expect(story.portal.contacts()).toHaveLength(1);
  expect(other.requests.filter(({ method, path }) => method === "POST" && /create|update/.test(path))).toHaveLength(0);
  expect((await story.api("POST", "/api/portal", { accept: "222" })).status).toBe(409);
});

it("takes a new key of the same portal without a word", async () => {
  const { story, useKey } = await withTwoPortals();
  await bring(story);
  const key = await useKey("a-new-key-of-the-same-portal");
  const call = await bring(story);
  expect(await story.call(call)).toMatchObject({ status: "written", problem: null });
  expect(key).not.toBe("a-new-key-of-the-same-portal");
});

it("says so on every page that tells how it does, and goes on there after a question on a page", async () => {
  const { story, other, useKey } = await withTwoPortals();
  await bring(story);
  await useKey(OTHER_KEY);
  const call = await bring(story);
  const [operator, viewer] = [await reader("admin-token"), await reader("viewer-token")];
  for (const path of ["/calls", "/problems", "/balance", `/calls/${call}`]) {
    expect(await operator.page(path)).toContain('href="/portal?accept=222"');
    expect(await viewer.page(path)).not.toContain('"/portal');
    expect(await viewer.page(path)).toContain("portal 222");
  }
  expect(await operator.page("/portal?accept=222")).toMatch(/<form[^>]*action="\/portal"[^]*name="accept" value="222"/);
  expect((await operator.get("/portal?accept=%22%3E")).status).toBe(404);
  expect((await viewer.post("/portal", { accept: "222" })).status).toBe(403);
  expect((await operator.post("/portal", { accept: "222" }, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
  expect((await operator.post("/portal", { accept: "333" })).status).toBe(409);
  expect((await operator.post("/portal", { accept: "222" })).status).toBe(303);
  await story.settle(60_000);
  expect(other.all("notes")).toHaveLength(1);
  expect(await operator.page("/calls")).not.toContain("/portal?accept");
});
