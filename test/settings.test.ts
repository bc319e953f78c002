import { describe, expect, it } from "vitest";
import { wrongInToml } from "../src/commands/deployed-settings.ts";
import { type Env, theOutbox } from "../src/env.ts";
import { hubSpotSettings, isPlaceholder, locationOf, missingSecrets, retentionMs, wrongSettings } from "../src/settings.ts";

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

describe("a placeholder", () => {
  it.each([
    "changeme",
    "change-me",
    "CHANGE_ME_PLEASE",
    "ReplaceMe",
    "replace with your own",
    "a-long-random-text",
    "another-long-random-text",
    "some random string",
    "your-token",
    "YOUR_ADMIN_TOKEN",
    "<token>",
    "[your key]",
    "${WEBHOOK_TOKEN}",
    "{{ token }}",
    "xxxxxxxx",
    "***",
    "…",
    "...",
    "insert-token-here",
    "webhook_secret_here",
    "'placeholder'",
    "TODO",
    "pat-na1-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
    "pat-eu1-…",
  ])("is no secret: %s", (value) => {
    expect(isPlaceholder(value)).toBe(true);
    expect(missingSecrets({ HUBSPOT_ACCESS_TOKEN: value, WEBHOOK_TOKEN: value, ADMIN_TOKEN: value })).toEqual([
      "HUBSPOT_ACCESS_TOKEN",
      "WEBHOOK_TOKEN",
      "ADMIN_TOKEN",
    ]);
  });

  it.each([
    "hook-token",
    "secret",
    "test",
    "webhook-secret",
    "my-token",
    "token",
    "5f2c9d8e7b6a",
    "correct horse battery staple",
    "pat-na1-1234",
    "changes-every-week-9x",
    "yours-truly-8812",
    "xX",
    "x".repeat(3) + "1",
  ])("is not what may be somebody's own: %s", (value) => expect(isPlaceholder(value)).toBe(false));

  it("beside a token takes nothing from it, and a text of any length is looked at at once", () => {
    expect(missingSecrets({ HUBSPOT_ACCESS_TOKEN: "pat-na1-1234", WEBHOOK_TOKEN: "changeme,real", ADMIN_TOKEN: "x1" })).toEqual([]);
    expect(isPlaceholder("your ".repeat(100_000))).toBe(false);
  });
});

describe("LOCATION", () => {
  it.each([
    ["", ""],
    [undefined, ""],
    ["sam", "sam"],
    [" WEUR ", "weur"],
    ["EU", "eu"],
  ])("%j: %j", (LOCATION, location) => expect(locationOf(LOCATION === undefined ? {} : { LOCATION })).toBe(location));

  it.each(["brazil", "europe", "us-east-1", "sa"])("%j is refused, when it is built and on the page", (LOCATION) => {
    expect(wrongSettings({ ...KEY, LOCATION })).toEqual([expect.objectContaining({ code: "bad_setting", setting: "LOCATION" })]);
    expect(wrongInToml(`[vars]\nLOCATION = "${LOCATION}"\n`).map(({ message }) => message)).toEqual([
      `LOCATION is “${LOCATION}”, which is not a place that Cloudflare knows: wnam, enam, sam, weur, eeur, apac, oc, afr, me, or eu for the European jurisdiction.`,
    ]);
  });

  it.each<[string, string]>([
    ["sam", 'portal {"locationHint":"sam"}'],
    ["", "portal {}"],
    ["eu", "eu: portal"],
    ["nowhere", "portal {}"],
  ])("%j decides where the outbox is born", (LOCATION, born) => {
    const named = (name: string, options?: unknown) => `${name} ${JSON.stringify(options)}`;
    const OUTBOX = {
      getByName: named,
      jurisdiction: (where: string) => ({ getByName: (name: string) => `${where}: ${name}` }),
    } as unknown as Env["OUTBOX"];
    expect(theOutbox({ OUTBOX, LOCATION })).toBe(born);
  });
});
