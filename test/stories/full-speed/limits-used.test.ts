import { expect, it } from "vitest";
import { burstOnAClock } from "../../bench/burst-on-a-clock.ts";

/** `npm run bench -- --only clock` asks for larger ones: calls, then ms of latency, then requests in ten seconds. */
const [calls = 0, ...cases] = (import.meta.env["VITE_CLOCK"] as string).split(/[ :]/).map(Number);
const bursts = Array.from({ length: cases.length / 2 }, (_, index) => cases.slice(2 * index, 2 * index + 2) as [number, number]);

it.each(bursts)(
  "a burst of customers, half of them unknown, uses the searches that HubSpot grants to the full (%i ms away, %i in ten seconds)",
  async (latencyMs, per10s) => {
    const { requests, searches, tooMany, seconds, floor } = await burstOnAClock({ calls, latencyMs, per10s, perSecond: 1_000 });
    const least = floor.seconds(per10s, latencyMs);
    const figures = [calls, latencyMs, per10s, `${requests} / ${floor.requests}`, `${searches} / ${floor.searches}`];
    console.log(`clock | ${[...figures, seconds.toFixed(1), (seconds / least).toFixed(2), tooMany].join(" | ")} |`);
    expect(tooMany).toBe(0);
    // How the portal reads numbers must be found out; the last searches are not full, and the last batch waits for the one before it. Where other
    // requests are the narrower limit, a search goes as soon as something is to be sought, full or not.
    expect(searches).toBeLessThanOrEqual(floor.searches * (per10s < 190 ? 1.09 : 1.05) + 2.5);
    // And there a batch waits twice as often for the one before it.
    expect(seconds).toBeLessThanOrEqual(least * 1.17 + 1.3 + ((per10s < 190 ? 8 : 4) * latencyMs) / 1000);
  },
  600_000,
);
