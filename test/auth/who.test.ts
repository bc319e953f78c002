import { describe, expect, it } from "vitest";
import { presentedToken, whoseToken } from "../../src/auth/who.ts";

const SECRETS = { ADMIN_TOKEN: "admin, admin-old,both", VIEWER_TOKEN: "viewer,both" };

describe("a token's owner", () => {
  it.each([
    ["admin", "operator"],
    ["admin-old", "operator"],
    ["viewer", "viewer"],
    ["both", "operator"],
    ["", undefined],
    ["admi", undefined],
    ["admin, admin-old", undefined],
    ["Viewer", undefined],
  ])("%j: %s", (token, role) => expect(whoseToken(token, SECRETS)?.role).toBe(role));

  it("is named by the secret and a little of the token's hash, the same however the others are rotated", () => {
    const name = whoseToken("admin-old", SECRETS)?.name;
    expect(name).toMatch(/^ADMIN_TOKEN [0-9a-f]{4}$/);
    expect(whoseToken("admin-old", { ADMIN_TOKEN: "admin-old" })?.name).toBe(name);
    expect(whoseToken("admin", SECRETS)?.name).not.toBe(name);
  });

  it("is nobody where no secret is set", () => expect(whoseToken("", {})).toBeNull());
});

it("a token is presented as a bearer only", () => {
  const shown = (headers: Record<string, string>, query = "") =>
    presentedToken(new Request(`https://connector.example/api/calls${query}`, { headers }));
  expect(shown({ Authorization: "Bearer admin" })).toBe("admin");
  expect(shown({ "X-Webhook-Token": "admin" }, "?token=admin")).toBeNull();
});
