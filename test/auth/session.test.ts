import { describe, expect, it } from "vitest";
import { SESSION_SECONDS, startSession, whoseSession } from "../../src/auth/session.ts";

const NOW = Date.parse("2026-11-26T09:00:00Z");
const SECRETS = { ADMIN_TOKEN: "admin-new,admin-old", VIEWER_TOKEN: "viewer" };

describe("a session", () => {
  it("says whose it is until its twelve hours are over", async () => {
    const cookie = await startSession("operator", "admin-old", NOW);
    expect(SESSION_SECONDS).toBe(12 * 3600);
    expect(await whoseSession(cookie, SECRETS, NOW)).toMatchObject({ role: "operator" });
    expect(await whoseSession(cookie, SECRETS, NOW + SESSION_SECONDS * 1000 - 1)).not.toBeNull();
    expect(await whoseSession(cookie, SECRETS, NOW + SESSION_SECONDS * 1000)).toBeNull();
  });

  it("ends when its token is rotated out, and no other does", async () => {
    const [old, fresh] = [await startSession("operator", "admin-old", NOW), await startSession("operator", "admin-new", NOW)];
    const rotated = { ...SECRETS, ADMIN_TOKEN: "admin-newest,admin-new" };
    expect(await whoseSession(old, rotated, NOW)).toBeNull();
    expect(await whoseSession(fresh, rotated, NOW)).not.toBeNull();
  });

  it.each<[string, (cookie: string) => string]>([
    ["another role", (cookie) => cookie.replace("viewer", "operator")],
    ["a later end", (cookie) => cookie.replace(/\.(\d+)\./, (_, until) => `.${Number(until) + 1}.`)],
    ["another signature", (cookie) => cookie.replace(/.$/, (last) => (last === "A" ? "Q" : "A"))],
    ["a shorter signature", (cookie) => cookie.slice(0, -1)],
    ["the signature of nothing", (cookie) => cookie.replace(/[^.]+$/, "")],
    ["more after it", (cookie) => `${cookie}.x`],
    ["nothing", () => ""],
  ])("is refused with %s", async (_, change) => {
    const cookie = await startSession("viewer", "viewer", NOW);
    expect(await whoseSession(cookie, SECRETS, NOW)).toMatchObject({ role: "viewer" });
    expect(await whoseSession(change(cookie), SECRETS, NOW)).toBeNull();
  });
});
