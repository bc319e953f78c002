import { SELF } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";
import { OWN_PAGE, reader } from "./reader.ts";

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
const signIn = (token: string, more: { next?: string; address?: string; origin?: string; headers?: Record<string, string> } = {}) =>
  SELF.fetch(`${more.origin ?? "https://connector.example"}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { ...FORM, ...OWN_PAGE, ...(more.address && { "CF-Connecting-IP": more.address }), ...more.headers },
    body: new URLSearchParams({ token, ...(more.next !== undefined && { next: more.next }) }),
  });

const PAGES = ["/calls", "/calls/12345", "/calls/12345/undo", "/problems", "/balance", "/mappings", "/try", "/actions/1", "/numbers"];

describe("whoever is not signed in", () => {
  it.each(PAGES)("is sent from %s to the sign-in, whether there is such a thing or not", async (path) => {
    const answer = await (await reader()).get(`${path}?a=1`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("Location")).toBe(`/sign-in?next=${encodeURIComponent(`${path}?a=1`)}`);
    expect(await answer.text()).toBe("");
  });

  it("gets the same answer for a call that exists as for one that does not", async () => {
    const story = await startStory({ mappings: [SALES] });
    await story.deliver(aCall({ id: 12345 }));
    const nobody = await reader();
    const [known, unknown] = await Promise.all(["/calls/12345", "/calls/54321"].map((path) => nobody.get(path)));
    expect([...(known as Response).headers.keys()]).toEqual([...(unknown as Response).headers.keys()]);
    expect((known as Response).status).toBe((unknown as Response).status);
  });

  it("can change nothing", async () => {
    const answer = await (await reader()).post("/calls/12345/undo");
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/sign-in?next=%2Fcalls"]);
  });

  it("reads at / what this is, and nothing about anybody", async () => {
    const page = await (await reader()).page("/");
    expect(page).toContain("https://connector.example/webhooks/post-call?token=…");
    expect(page).not.toContain("hook-new");
  });
});

describe("signing in", () => {
  it("gives a session in a cookie that no script reads and no other site sends", async () => {
    const answer = await signIn("admin-token");
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/calls"]);
    const cookie = answer.headers.get("Set-Cookie") as string;
    for (const part of ["session=", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200", "Secure"]) expect(cookie).toContain(part);
    expect(cookie).not.toContain("Domain");
    expect(cookie).not.toContain("admin-token");
  });

  it("has no Secure cookie on a machine of one's own, where there is no https", async () =>
    expect((await signIn("admin-token", { origin: "http://localhost:8787" })).headers.get("Set-Cookie")).not.toContain("Secure"));

  it.each([
    ["/calls/12345?show=1", "/calls/12345?show=1"],
    ["//evil.example", "/calls"],
    ["/\\evil.example", "/calls"],
    ["https://evil.example/calls", "/calls"],
    ["/.//evil.example", "/calls"],
    ["//evil.example/calls", "/calls"],
    ["///evil.example", "/calls"],
    ["/%0d%0aLocation:%20https://evil.example", "/%0d%0aLocation:%20https://evil.example"],
    ["/\r\nSet-Cookie: a=b", "/calls"],
    ["/\t/evil.example", "/calls"],
    ["/calls/../..//evil.example", "/calls"],
    ["\\\\evil.example", "/calls"],
    ["javascript:alert(1)", "/calls"],
    ["/calls@evil.example", "/calls@evil.example"],
    ["http:/evil.example", "/calls"],
    ["data:text/html,x", "/calls"],
    ["", "/calls"],
  ])("goes on to %s: %s", async (next, to) => expect((await signIn("admin-old", { next })).headers.get("Location")).toBe(to));

  it.each(["", "admin", "admin-token,admin-old", "hook-new"])("with %j is refused", async (token) => {
    const answer = await signIn(token, { address: "198.51.100.1" });
    expect([answer.status, answer.headers.get("Set-Cookie")]).toEqual([401, null]);
  });

  it("from a form of another site is refused", async () => {
    expect((await signIn("admin-token", { headers: { "Sec-Fetch-Site": "cross-site" } })).status).toBe(403);
  });

  it("after very many wrong tokens waits there; who is signed in, and who comes from elsewhere, goes on", async () => {
    const operator = await reader("admin-token");
    const attacker = { address: "198.51.100.9" };
    for (let one = 0; one < 15; one++) expect((await signIn(`guess-${one}`, attacker)).status).toBe(401);
    const inApi = (token: string, address: string) =>
      SELF.fetch("https://connector.example/api/health", { headers: { Authorization: `Bearer ${token}`, "CF-Connecting-IP": address } });
    for (let one = 0; one < 5; one++) expect((await inApi(`guess-${one}`, attacker.address)).status).toBe(401);
    for (const answer of [await signIn("admin-token", attacker), await inApi("admin-token", attacker.address)]) {
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
    }
    const thousand = Array.from({ length: 980 }, (_, one) => signIn(`more-${one}`, attacker));
    expect(new Set((await Promise.all(thousand)).map(({ status }) => status))).toEqual(new Set([429]));
    expect((await operator.get("/calls", { "CF-Connecting-IP": attacker.address })).status).toBe(200);
    expect((await signIn("admin-token", { address: "198.51.100.10" })).status).toBe(303);
    expect((await inApi("admin-token", "198.51.100.10")).status).toBe(200);
  });
});

describe("a session", () => {
  it("ends with signing out, which only our own page can ask for", async () => {
    const operator = await reader("admin-token");
    for (const headers of [{ "Sec-Fetch-Site": "cross-site" }, { Origin: "https://evil.example" }, {}] as Record<string, string>[])
      expect((await operator.post("/sign-out", {}, headers)).status).toBe(403);
    expect((await operator.get("/calls")).status).toBe(200);
    const out = await operator.post("/sign-out");
    expect(out.status).toBe(303);
    expect((await operator.get("/calls")).status).toBe(303);
  });

  it("changes nothing for a form that another site sends", async () => {
    const story = await startStory({ mappings: [SALES] });
    await story.deliver(aCall({ id: 12345 }));
    await story.settle();
    const operator = await reader("admin-token");
    for (const headers of [{ "Sec-Fetch-Site": "same-site" }, { Origin: "https://evil.example" }, { Origin: "null" }, {}] as Record<
      string,
      string
    >[])
      expect((await operator.post("/calls/12345/undo", {}, headers)).status).toBe(403);
    expect((await story.call(12345)).status).toBe("written");
    expect((await operator.post("/calls/12345/replay", {}, { Origin: "https://connector.example" })).status).toBe(303);
  });

  it("of a viewer changes nothing either", async () => {
    const viewer = await reader("viewer-token");
    for (const path of ["/calls/12345/replay", "/calls/12345/undo"]) expect((await viewer.post(path)).status).toBe(403);
  });

  it.each(["session=", "session=operator.99999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "session=x; session=y"])(
    "is not made up: %s",
    async (cookie) => {
      const answer = await SELF.fetch("https://connector.example/calls", { redirect: "manual", headers: { Cookie: cookie } });
      expect(answer.status).toBe(303);
    },
  );
});

it("every page says that nothing foreign may load or run, and that nobody keeps it", async () => {
  const operator = await reader("admin-token");
  for (const path of ["/", "/sign-in", "/calls", "/calls/none"]) {
    const { headers } = await operator.get(path);
    const policy = headers.get("Content-Security-Policy") as string;
    for (const part of ["default-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "style-src 'self'"])
      expect(policy).toContain(part);
    expect(policy).not.toContain("unsafe");
    expect([headers.get("Cache-Control"), headers.get("X-Content-Type-Options")]).toEqual(["no-store", "nosniff"]);
  }
});

it.each([
  ["/webhook", "POST /webhooks/post-call"],
  ["/webhooks/post-call/", "POST /webhooks/post-call"],
  ["/healthz", "GET /health"],
  ["/v1/calls.json", "GET /api/calls"],
  ["/dashboard", "/calls"],
])("an address that is not there, %s, names the right one", async (path, right) => {
  const answer = await (await reader()).get(path);
  expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining(right)]);
});

it("the style sheet and the script are ours, small, and kept by browsers until they change", async () => {
  const page = await (await reader()).page("/sign-in");
  const paths = [...page.matchAll(/(?:href|src)="(\/console-[0-9a-f]{8}\.(?:css|js))"/g)].map(([, path]) => path as string);
  const sizes = await Promise.all(
    paths.map(async (path) => {
      const answer = await (await reader()).get(path);
      expect(answer.headers.get("Cache-Control")).toContain("immutable");
      const packed = new Response(new Blob([await answer.text()]).stream().pipeThrough(new CompressionStream("gzip")));
      return (await packed.arrayBuffer()).byteLength;
    }),
  );
  expect(sizes).toEqual([expect.toSatisfy((css: number) => css <= 5_000), expect.toSatisfy((script: number) => script <= 3_000)]);
});
