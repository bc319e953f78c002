import { onTestFinished } from "vitest";
import { type HubSpot, connect } from "../../src/hubspot/http/client.ts";
import type { Pacer } from "../../src/hubspot/http/send.ts";
import { type Portal, type PortalOptions, createPortal } from "../../src/sandbox/portal/portal.ts";

/** A connection to a stand-in portal, without the connector around it. Nothing is paced. */
export function connected(options: PortalOptions = {}): { hubspot: HubSpot; portal: Portal } {
  const portal = createPortal(options);
  const real = globalThis.fetch;
  globalThis.fetch = ((input: RequestInfo, init?: RequestInit) => portal.fetch(new Request(input, init))) as typeof fetch;
  onTestFinished(() => void (globalThis.fetch = real));
  const pacer: Pacer = {
    readTries: () => 2,
    permit: async (kind) => ({ kind, at: 0, answeredAt: null }),
    permitAhead: async () => {},
    got: () => {},
    learn: () => null,
    wrote: () => {},
    spent: () => {},
  };
  const settings = { accessToken: "key", baseUrl: "http://hubspot.test", apiVersion: "2026-09" };
  return { portal, hubspot: connect(settings, pacer, async () => {}) };
}
