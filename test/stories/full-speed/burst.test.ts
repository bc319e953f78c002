import { expect, it } from "vitest";
import { costOf } from "../../growth/count-rows.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const phoneOf = (index: number) => `+55119${String(40_000_000 + index * 11)}`;
const burst = (calls: number) =>
  Array.from({ length: calls }, (_, index) =>
    aCall({
      customer_phone: phoneOf(index),
      extracted_variables: { status: true, summary: `Burst ${index}`, next_action: "send_contract" },
    }),
  );

it("writes a hundred calls together through the batch endpoints, within their limits", async () => {
  const story = await startStory({ mappings: [SALES] });
  for (let index = 0; index < 100; index += 2) {
    const contact = story.portal.add("contacts", { firstname: `Known ${index}`, phone: phoneOf(index).replace("+55", "") });
    story.portal.add("deals", { dealname: `Deal ${index}`, dealstage: "appointmentscheduled" }, { associations: { contacts: [contact] } });
  }
  for (const call of burst(100)) await story.deliver(call);
  await story.settle();
  expect(story.portal.contacts()).toHaveLength(100);
  expect(story.portal.all("notes")).toHaveLength(100);
  expect(story.portal.all("deals").every(({ properties }) => properties["dealstage"] === "contractsent")).toBe(true);
  // Three are the portal's own words, asked for once an hour.
  expect(story.portal.requests.length).toBeLessThanOrEqual(16);
  expect(Math.max(...story.portal.requests.map(({ inputs }) => inputs ?? 0))).toBeLessThanOrEqual(100);
});

it("finds the one record that HubSpot refuses, holds it with what to do, and lands the other ninety-nine", async () => {
  const story = await startStory({
    mappings: [SALES.replace("      phone: {", "      tax_id: { from: extracted_variables.tax_id }\n      phone: {")],
  });
  story.portal.defineProperty("contacts", {
    name: "tax_id",
    label: "Tax ID",
    type: "string",
    fieldType: "text",
    hasUniqueValue: true,
  } as never);
  story.portal.add("contacts", { firstname: "Somebody", tax_id: "T-37" });
  const calls = burst(100).map((call, index) => ({
    ...call,
    extracted_variables: { status: true, summary: `Burst ${index}`, tax_id: `T-${index}` },
  }));
  for (const call of calls) await story.deliver(call);
  await story.settle();
  const held = (await story.api("GET", "/api/calls?status=held")).body.calls;
  expect(held).toHaveLength(1);
  expect(held[0].problem).toMatchObject({
    who: "crm_admin",
    message: expect.stringContaining("tax_id"),
    fix: expect.stringContaining("replay"),
  });
  expect(JSON.stringify(held[0].problem)).not.toContain("T-37");
  expect(story.portal.all("notes")).toHaveLength(99);
  const other = story.portal.contacts().find(({ properties }) => properties["tax_id"] === "T-37");
  story.portal.edit("contacts", other!.id, { tax_id: "" });
  expect((await story.api("POST", `/api/calls/${held[0].call}/replay`)).status).toBe(202);
  await story.settle();
  expect(story.portal.all("notes")).toHaveLength(100);
  expect((await story.call(held[0].call)).status).toBe("written");
});

it("halves a batch that is refused as a whole", async () => {
  const story = await startStory({ mappings: [SALES] });
  story.portal.defineProperty("contacts", {
    name: "interest",
    label: "Interest",
    type: "enumeration",
    fieldType: "select",
    options: [{ label: "High", value: "high" }],
  } as never);
  await story.useMappings(SALES.replace("      phone: {", "      interest: lukewarm-and-unknown\n      phone: {"));
  for (const call of burst(3)) await story.deliver(call);
  await story.settle();
  const { calls } = (await story.api("GET", "/api/calls")).body;
  expect(calls.map(({ status }: { status: string }) => status)).toEqual(["held", "held", "held"]);
  expect(calls[0].problem.message).toContain("interest");
  expect(story.portal.all("notes")).toHaveLength(0);
});

/** With the deal of every other customer in HubSpot, and one call written before. */
async function startCounting(calls: number): Promise<{ story: Story; cost(work: () => Promise<void>): Promise<number> }> {
  const story = await startStory({ mappings: [SALES] });
  for (let index = 0; index < calls; index += 2) {
    const contact = story.portal.add("contacts", { firstname: `Known ${index}`, phone: phoneOf(index) });
    story.portal.add("deals", { dealname: `Deal ${index}`, dealstage: "appointmentscheduled" }, { associations: { contacts: [contact] } });
  }
  await story.deliver(aCall({ customer_phone: "+5511955550000" }));
  await story.settle();
  const cost = (work: () => Promise<void>) => story.inOutbox(async (_, { storage }) => (await costOf(storage.sql, work)).written);
  return { story, cost };
}

/** All but the first one's, which is erased with them. */
async function eraseAll(story: Story): Promise<void> {
  story.clock.advance(31 * 86_400_000);
  await story.drain();
  expect(await story.sql("SELECT 1 FROM bodies")).toEqual([]);
}

it("costs at most eleven rows a call in a burst, index rows and its erasure and all", async () => {
  const { story, cost } = await startCounting(40);
  const rows = await cost(async () => {
    for (const call of burst(40)) await story.deliver(call);
    await story.settle();
    await eraseAll(story);
  });
  expect(story.portal.all("notes")).toHaveLength(41);
  expect(rows / 40).toBeGreaterThan(9);
  expect(rows / 40).toBeLessThanOrEqual(11);
});

it("costs at most eleven rows a call where each comes alone, too", async () => {
  const { story, cost } = await startCounting(40);
  const alone: number[] = [];
  for (const call of burst(40))
    alone.push(
      await cost(async () => {
        await story.deliver(call);
        await story.settle();
      }),
    );
  expect(story.portal.all("notes")).toHaveLength(41);
  expect(story.portal.all("deals").filter(({ properties }) => properties["dealstage"] === "contractsent")).toHaveLength(20);
  const erasing = await cost(() => eraseAll(story));
  // One to erase each.
  expect(Math.max(...alone)).toBeLessThanOrEqual(10);
  expect(Math.min(...alone)).toBeGreaterThan(7);
  expect((alone.reduce((sum, rows) => sum + rows, 0) + erasing) / 40).toBeLessThanOrEqual(11);
});

it("takes in fifty calls at once, some of them twice and some with other content, each as what it is", async () => {
  const story = await startStory({ mappings: [SALES] });
  const calls = burst(50);
  const again = calls.slice(0, 5);
  const revised = calls.slice(5, 10).map((call) => ({ ...call, extracted_variables: { status: false, summary: "Evaluated again" } }));
  await story.inOutbox(() => {});
  const answers = await Promise.all([...calls, ...again, ...revised].map((call) => story.deliver(call)));
  const saidOf = (some: Record<string, unknown>[]) =>
    some.map(({ id }) =>
      answers
        .filter(({ body }) => body.call === String(id))
        .map(({ body }) => body.status)
        .toSorted(),
    );
  expect(saidOf(again)).toEqual(again.map(() => ["accepted", "unchanged"]));
  expect(saidOf(revised)).toEqual(revised.map(() => ["accepted", "revised"]));
  expect(saidOf(calls.slice(10))).toEqual(calls.slice(10).map(() => ["accepted"]));
  await story.settle();
  expect(story.portal.all("notes")).toHaveLength(50);
  expect(story.portal.all("notes").filter(({ properties }) => properties["hs_note_body"]?.includes("Evaluated again"))).toHaveLength(5);
});
