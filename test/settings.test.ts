import { describe, expect, it } from "vitest";
import { wrongInToml } from "../src/commands/deployed-settings.ts";
import { hubSpotSettings, retentionMs, wrongSettings } from "../src/settings.ts";

const DAY_MS = 86_400_000;
const KEY = { HUBSPOT_ACCESS_TOKEN: "pat-na1-1234" };

describe("RETENTION_DAYS", () => {
  it.each<[string | undefined, number]>([
    ["30", 30],
    ["0.5", 0.5],
    [" 7 ", 7],
    ["0", 0],
    [undefined, 30],
    ["", 30],
  ])("%j is %d days", (RETENTION_DAYS, days) => {
    const settings = RETENTION_DAYS === undefined ? KEY : { ...KEY, RETENTION_DAYS };
    expect(retentionMs(settings)).toBe(days * DAY_MS);
    expect(wrongSettings(settings)).toEqual([]);
  });

  it.each(["7 days", "30d", "-1", "Infinity", "thirty", "1,5", "0x10", "NaN"])("%j is refused, not read as 30", (RETENTION_DAYS) => {
    const cause = { code: "bad_setting", setting: "RETENTION_DAYS", found: RETENTION_DAYS, expected: "a_number_of_days" };
    expect(retentionMs({ ...KEY, RETENTION_DAYS })).toBeNull();
    expect(wrongSettings({ ...KEY, RETENTION_DAYS })).toEqual([cause]);
    expect(hubSpotSettings({ ...KEY, RETENTION_DAYS })).toEqual({ cause });
  });
});

describe("the address and the version", () => {
  it.each([
    [{ HUBSPOT_BASE_URL: "api.hubapi.com" }, "an_address"],
    [{ HUBSPOT_BASE_URL: "localhost:8790" }, "an_address"],
    [{ HUBSPOT_BASE_URL: "ftp://api.hubapi.com" }, "an_address"],
    [{ HUBSPOT_API_VERSION: "2026-9" }, "an_api_version"],
    [{ HUBSPOT_API_VERSION: "v4" }, "an_api_version"],
  ])("%j is refused", (wrong, expected) => {
    expect(wrongSettings({ ...KEY, ...wrong })).toEqual([expect.objectContaining({ code: "bad_setting", expected })]);
  });

  it.each(["https://api.hubapi.com/", "http://127.0.0.1:8790", "https://api-eu1.hubapi.com"])("%s is an address", (HUBSPOT_BASE_URL) => {
    expect(hubSpotSettings({ ...KEY, HUBSPOT_BASE_URL })).toMatchObject({ baseUrl: HUBSPOT_BASE_URL.replace(/\/$/, "") });
  });
});

describe("a key", () => {
  it.each(["pat-na1-çlave", "pat-na1\n-1234", "pat na1", "pat–na1–1234", "pat-na1-1234\u200B"])("that is none is not sent: %j", (key) => {
    expect(hubSpotSettings({ HUBSPOT_ACCESS_TOKEN: key })).toEqual({ cause: { code: "key_malformed" } });
  });

  it("is taken without the line break that pasting leaves", () => {
    expect(hubSpotSettings({ HUBSPOT_ACCESS_TOKEN: "pat-na1-1234\n" })).toMatchObject({ accessToken: "pat-na1-1234" });
  });
});

describe("what wrangler.toml says", () => {
  it("is refused when it is built, each mistake once", () => {
    const toml =
      '[vars]\nHUBSPOT_API_VERSION = "2026-09"\nRETENTION_DAYS = "7 days" # a week\n[env.staging.vars]\nRETENTION_DAYS = "7 days"\n';
    expect(wrongInToml(toml).map(({ message }) => message)).toEqual([
      "RETENTION_DAYS is “7 days”, which is not a number of days, such as 30 or 0.5.",
    ]);
    expect(wrongInToml("RETENTION_DAYS = 0.5\nHUBSPOT_BASE_URL = 'https://api.hubapi.com'\n")).toEqual([]);
  });
});
