import { describe, expect, it } from "vitest";
import { aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const HOUR_MS = 3_600_000;

it("delivers everything after HubSpot was down for a day, having asked less than a thousand times", async () => {
  const story = await startStory({ mappings: [SALES] });
  story.portal.faults.down = "503";
  for (let index = 0; index < 5; index++) await story.deliver(aCall({ customer_phone: `+551197777000${index}` }));
  await story.settle(24 * HOUR_MS);
  expect(story.portal.requests.length).toBeLessThan(1_000);
  expect((await story.api("GET", "/api/calls?status=pending")).body.calls).toHaveLength(5);
  expect((await story.api("GET", "/api/calls?status=held")).body.calls).toHaveLength(0);
  story.portal.faults.down = false;
  await story.settle(HOUR_MS);
  expect(story.portal.all("notes")).toHaveLength(5);
  expect((await story.api("GET", "/api/calls?status=written")).body.calls.map(({ attempts }: { attempts: number }) => attempts)).toEqual([
    1, 1, 1, 1, 1,
  ]);
});

it("pauses the portal for a dead key, says who acts, and goes on by itself when it is mended", async () => {
  const story = await startStory({ mappings: [SALES] });
  story.portal.tokens.clear();
  story.portal.tokens.add("another-key");
  const call = aCall();
  await story.deliver(call);
  await story.settle(HOUR_MS);
  expect(story.portal.requests.length).toBeLessThan(200);
  expect(await story.call(call["id"] as number)).toMatchObject({
    status: "pending",
    problem: { who: "operator", message: expect.stringContaining("token") },
  });
  story.portal.tokens.add("pat-test");
  await story.settle(HOUR_MS);
  expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", problem: null });
});

it("names the scope that a key lacks", async () => {
  const story = await startStory({ mappings: [SALES] });
  story.portal.missingScopes.add("crm.objects.contacts.write");
  const call = aCall();
  await story.deliver(call);
  await story.settle(HOUR_MS);
  expect((await story.call(call["id"] as number)).problem).toMatchObject({
    who: "operator",
    message: expect.stringContaining("crm.objects.contacts.write"),
  });
  story.portal.missingScopes.clear();
  await story.settle(HOUR_MS);
  expect(story.portal.all("notes")).toHaveLength(1);
});

describe("a cut at any moment leaves one contact and one note", () => {
  for (const effect of ["error-before", "error-after", "drop-before", "drop-after", "empty-after"] as const) {
    for (const path of ["contacts/batch/create", "notes/batch/create", "contacts/search"]) {
      it(`${effect} ${path}`, async () => {
        const story = await startStory({ mappings: [SALES], portal: { indexLagMs: 20_000 } });
        story.portal.faults.next.push({ effect, path });
        const call = aCall();
        await story.deliver(call);
        await story.settle();
        expect(await story.call(call["id"] as number)).toMatchObject({ status: "written" });
        expect(story.portal.contacts()).toHaveLength(1);
        expect(story.portal.all("notes")).toHaveLength(1);
        expect(story.portal.notesOf(story.portal.contacts()[0]!.id)).toHaveLength(1);
      });
    }
  }
});

it("counts a call once although the answer to the count was lost", async () => {
  const story = await startStory({
    mappings: [SALES.replace("      phone: {", '      calls_count: "{{ contact.calls_count | plus: 1 }}"\n      phone: {')],
  });
  story.portal.defineProperty("contacts", { name: "calls_count", label: "Calls", type: "number", fieldType: "number" } as never);
  const contact = story.portal.add("contacts", { firstname: "Ivo", phone: "+5511987650001", calls_count: 4 });
  story.portal.faults.next.push({ effect: "drop-after", path: "contacts/batch/update" });
  const call = aCall();
  await story.deliver(call);
  await story.settle();
  expect(story.portal.get("contacts", contact)?.properties["calls_count"]).toBe("5");
  await story.deliver({ ...call, extracted_variables: { status: false, summary: "Evaluated again" } });
  await story.settle();
  expect(story.portal.get("contacts", contact)?.properties["calls_count"]).toBe("5");
});

it("sleeps through no wait of hours: it sets the alarm for then", async () => {
  const story = await startStory({ mappings: [SALES] });
  story.portal.faults.migratingSeconds = 6 * 3_600;
  const call = aCall();
  await story.deliver(call);
  const before = story.clock.now;
  await story.drain();
  expect(story.clock.now - before).toBeLessThan(60_000);
  const alarm = await story.inOutbox((_, state) => state.storage.getAlarm());
  expect(alarm! - story.clock.now).toBeGreaterThan(5 * HOUR_MS);
  story.portal.faults.migratingSeconds = null;
  await story.settle(12 * HOUR_MS);
  expect((await story.call(call["id"] as number)).status).toBe("written");
});

it("waits as long as a 429, a lock or a migration asks, and spends no attempt on it", async () => {
  const story = await startStory({ mappings: [SALES] });
  story.portal.faults.next.push({ effect: "rate-limited" }, { effect: "locked" }, { effect: "rate-limited", policyName: "DAILY" } as never);
  const call = aCall();
  await story.deliver(call);
  await story.settle(48 * HOUR_MS);
  expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", attempts: 1 });
});
