import { describe, expect, it } from "vitest";
import { isFromSender, tokensOf } from "../../src/auth/tokens.ts";

const URL = "https://connector.example/webhooks/post-call";

function request(query: string, headers: Record<string, string> = {}): Request {
  return new Request(URL + query, { method: "POST", headers });
}

describe("the tokens of a secret", () => {
  it.each([
    [undefined, []],
    ["", []],
    [" , ,", []],
    ["one", ["one"]],
    ["new, old ,", ["new", "old"]],
    ["changeme", []],
    ["a-long-random-text, real-4711", ["real-4711"]],
    ["YOUR_WEBHOOK_TOKEN", []],
  ])("%j: %j", (secret, tokens) => expect(tokensOf(secret)).toEqual(tokens));
});

describe("the sender", () => {
  it.each<[string, Request, boolean]>([
    ["in the URL", request("?token=new"), true],
    ["the rotated one in the URL", request("?token=old"), true],
    ["as bearer", request("", { Authorization: "Bearer new" }), true],
    ["as bearer, in another case", request("", { Authorization: "bearer new" }), true],
    ["in its own header", request("", { "X-Webhook-Token": "old" }), true],
    ["one wrong, one right", request("?token=wrong", { "X-Webhook-Token": "new" }), true],
    ["a plus pasted into the URL", request("?token=a+b=="), true],
    ["none", request(""), false],
    ["an empty one", request("?token=", { Authorization: "Bearer ", "X-Webhook-Token": "" }), false],
    ["a wrong one", request("?token=newer"), false],
    ["the beginning of one", request("?token=ne"), false],
    ["another case", request("?token=NEW"), false],
    ["the whole secret", request("?token=new,old"), false],
    ["another parameter", request("?key=new"), false],
    ["as a password", request("", { Authorization: "Basic new" }), false],
  ])("%s", (_, sent, known) => expect(isFromSender(sent, ["new", "old", "a+b=="])).toBe(known));

  it("may have tokens of any length", () => {
    const [long, other] = ["x".repeat(2_000), `${"x".repeat(1_999)}y`];
    expect(isFromSender(request(`?token=${long}`), [long])).toBe(true);
    expect(isFromSender(request(`?token=${other}`), [long])).toBe(false);
    expect(isFromSender(request(`?token=${"x".repeat(508)}`), ["x".repeat(508)])).toBe(true);
    expect(isFromSender(request(`?token=${"x".repeat(509)}`), ["x".repeat(509), "x".repeat(508)])).toBe(true);
  });

  it("is unknown where no token is set, even with an empty one", () => {
    expect(isFromSender(request("?token="), [])).toBe(false);
    expect(isFromSender(request("?token="), [""])).toBe(false);
  });
});
