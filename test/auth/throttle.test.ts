import { describe, expect, it } from "vitest";
import { Throttle } from "../../src/auth/throttle.ts";

const MINUTE_MS = 60_000;
const from = (address: string) => new Request("https://connector.example/sign-in", { headers: { "CF-Connecting-IP": address } });

function after(wrong: number, address = "203.0.113.7"): Throttle {
  const throttle = new Throttle();
  for (let one = 0; one < wrong; one++) throttle.countWrong(from(address), 0);
  return throttle;
}

describe("an address with many wrong tokens", () => {
  it("waits, for ten minutes from the first; a few mistakes are nothing", () => {
    expect(after(19).waitSeconds(from("203.0.113.7"), 0)).toBe(0);
    expect(after(20).waitSeconds(from("203.0.113.7"), 0)).toBe(600);
    expect(after(1000).waitSeconds(from("203.0.113.7"), 9 * MINUTE_MS)).toBe(60);
    expect(after(1000).waitSeconds(from("203.0.113.7"), 10 * MINUTE_MS)).toBe(0);
  });

  it("keeps nobody else waiting", () => expect(after(1000).waitSeconds(from("203.0.113.8"), 0)).toBe(0));

  it("is one with all of its /64, for a household has them all", () => {
    const throttle = after(20, "2001:db8:0:12::1");
    expect(throttle.waitSeconds(from("2001:0DB8:0000:0012:aaaa:bbbb:cccc:dddd"), 0)).toBe(600);
    expect(throttle.waitSeconds(from("2001:db8:0:13::1"), 0)).toBe(0);
  });

  it("is forgotten when very many others come: memory is bounded", () => {
    const throttle = after(20);
    for (let one = 0; one < 10_000; one++) throttle.countWrong(from(`10.${one >> 16}.${(one >> 8) & 255}.${one & 255}`), 0);
    expect(throttle.waitSeconds(from("203.0.113.7"), 0)).toBe(0);
  });
});
