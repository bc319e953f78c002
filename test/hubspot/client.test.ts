import { expect, it } from "vitest";
import { connect } from "../../src/hubspot/http/client.ts";
import { HubSpotFailure } from "../../src/hubspot/http/failure.ts";

it("a slip of ours on the way to a request is thrown as what it is, and not taken for HubSpot's trouble, which is tried again for ever", async () => {
  const slip = new TypeError("a slip of ours");
  const pacer = {
    readTries: () => 1,
    permit: () => Promise.reject(slip),
    permitAhead: async () => {},
    got: () => {},
    learn: () => null,
    wrote: () => {},
    spent: () => {},
  };
  const hubspot = connect({ accessToken: "key", baseUrl: "http://hubspot.test", apiVersion: "2026-09" }, pacer, async () => {});
  const inputs = [{ properties: { phone: "+5511987650001" }, associations: [] }];
  for (const sent of [
    hubspot.batch.create("contacts", { inputs }),
    hubspot.batch.update("contacts", { inputs: [{ id: "1", properties: {} }] }),
  ])
    await expect(sent).rejects.toBe(slip);
  const circular: Record<string, unknown> = {};
  circular["properties"] = circular;
  const unsayable = hubspot.batch.create("contacts", { inputs: [circular as never] });
  await expect(unsayable).rejects.not.toBeInstanceOf(HubSpotFailure);
});
