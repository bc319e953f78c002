import { describe, expect, it } from "vitest";
import { isFromOtherSite, isFromOwnPage, ownPath } from "../../src/auth/same-origin.ts";

const ORIGIN = "https://connector.example";
const post = (headers: Record<string, string>) => new Request(`${ORIGIN}/sign-out`, { method: "POST", headers });

describe("a form", () => {
  it.each<[Record<string, string>, boolean]>([
    [{ "Sec-Fetch-Site": "same-origin" }, true],
    [{ "Sec-Fetch-Site": "same-site", Origin: ORIGIN }, false],
    [{ "Sec-Fetch-Site": "cross-site", Origin: ORIGIN }, false],
    [{ "Sec-Fetch-Site": "none", Origin: ORIGIN }, false],
    [{ Origin: ORIGIN }, true],
    [{ Origin: "https://evil.example" }, false],
    [{ Origin: "http://connector.example" }, false],
    [{ Origin: "null" }, false],
    [{}, false],
  ])("with %j is from a page of ours: %s", (headers, own) => expect(isFromOwnPage(post(headers))).toBe(own));

  it("with neither header is not said to be another site's", () => {
    expect(isFromOtherSite(post({}))).toBe(false);
    expect(isFromOtherSite(post({ "Sec-Fetch-Site": "cross-site" }))).toBe(true);
    expect(isFromOtherSite(post({ Origin: "https://evil.example" }))).toBe(true);
  });
});

describe("where one goes on after signing in", () => {
  it.each([
    ["/calls/12345?show=1", "/calls/12345?show=1"],
    ["/calls?phone=%2B5511&from=2026-11-26", "/calls?phone=%2B5511&from=2026-11-26"],
    ["/calls/%2F%2Fevil.example", "/calls/%2F%2Fevil.example"],
    ["/calls/../balance", "/balance"],
    ["//evil.example", "/calls"],
    ["///evil.example", "/calls"],
    ["/\\evil.example", "/calls"],
    ["\\\\evil.example", "/calls"],
    ["/.//evil.example", "/calls"],
    ["/x/..//evil.example", "/calls"],
    ["/\t/evil.example", "/calls"],
    ["/\n/evil.example", "/calls"],
    ["\u0000//evil.example", "/calls"],
    [" //evil.example", "/calls"],
    ["https://evil.example", "/calls"],
    ["https:evil.example", "/calls"],
    ["javascript:alert(1)", "/calls"],
    ["%2F%2Fevil.example", "/calls"],
    ["evil.example", "/calls"],
    ["", "/calls"],
    [undefined, "/calls"],
    ["/\r\nSet-Cookie: a=b", "/calls"],
  ])("%j: %s", (wanted, path) => expect(ownPath(wanted, ORIGIN, "/calls")).toBe(path));
});
