import { describe, expect, it, onTestFinished } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const MINUTE_MS = 60_000;

const WITH_DEAL = SALES.replace(
  "    if_missing: skip\n    set:\n",
  '    if_missing: create\n    set:\n      dealname: "{{ customer_phone }}"\n',
);

/** The connector sends a request to such a path and dies; the request goes on its own way. Returns what lets HubSpot take it in. */
async function dieAt(story: Story, path: string): Promise<() => Promise<unknown>> {
  const inner = globalThis.fetch;
  let sent: [url: string, init: RequestInit] | null = null;
  globalThis.fetch = (async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init);
    if (sent !== null || !request.url.includes(path)) return inner(request);
    sent = [request.url, { method: request.method, headers: Object.fromEntries(request.headers), body: await request.text() }];
    return new Promise(() => {});
  }) as typeof fetch;
  onTestFinished(() => void (globalThis.fetch = inner));
  const draining = story.drain().catch(() => {});
  for (let tries = 0; tries < 200 && sent === null; tries++) await scheduler.wait(10);
  await story.die();
  await Promise.race([draining, scheduler.wait(200)]);
  return () => story.portal.fetch(new Request(...(sent as unknown as [string, RequestInit])));
}

describe("a call whose process was killed", () => {
  it.each([["contacts/batch/create"], ["deals/batch/create"], ["notes/batch/create"]])(
    "just after it sent to %s is written once, however long HubSpot takes over that",
    async (path) => {
      const story = await startStory({ mappings: [WITH_DEAL] });
      await story.deliver(aCall());
      const lands = await dieAt(story, path);
      story.clock.advance(1_000);
      await story.settle(24_000);
      await lands();
      await story.settle();
      expect([story.portal.contacts(), story.portal.all("deals"), story.portal.all("notes")].map(({ length }) => length)).toEqual([
        1, 1, 1,
      ]);
    },
  );

  it("while a text went on in further notes, leaves each of them once", async () => {
    const mapping = `country: BR
records:
  contact:
    find_by: [{ phone: "{{ customer_phone }}" }]
    if_missing: create
    set: { phone: "{{ customer_phone }}" }
  note: { if_too_long: second_note, body: "{{ call.transcript_html }}" }
`;
    const story = await startStory({ mappings: [mapping] });
    const transcript = Array.from({ length: 1500 }, (_, turn) => ({
      type: "text",
      sender: "bot",
      text: `Turn ${turn} ${"and so on ".repeat(10)}`,
    }));
    await story.deliver(aCall({ transcript, formatted_transcript: null }));
    const lands = await dieAt(story, "notes/batch/create");
    story.clock.advance(1_000);
    await lands();
    await story.settle();
    const text = story.portal
      .all("notes")
      .map(({ properties }) => properties["hs_note_body"])
      .join("");
    expect(story.portal.all("notes").length).toBeGreaterThan(2);
    expect([...text.matchAll(/Turn (\d+) /g)].map(([, turn]) => Number(turn)).toSorted((a, b) => a - b)).toEqual(
      transcript.map((_, turn) => turn),
    );
  });

  it("just after it sent an activity that stands alone, which nothing leads to, is written once", async () => {
    const alone = `${WITH_DEAL}  task:\n    on: none\n    owner: [ana.souza@example.com, bruno.lima@example.com]\n    body: Call back\n`;
    const story = await startStory({ mappings: [alone], portal: { indexLagMs: 20_000 } });
    await story.deliver(aCall());
    const lands = await dieAt(story, "tasks/batch/create");
    story.clock.advance(1_000);
    await story.drain();
    story.clock.advance(8_000);
    await lands();
    await story.settle();
    expect([story.portal.contacts(), story.portal.all("deals"), story.portal.all("tasks")].map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it("goes on within two minutes", async () => {
    const story = await startStory({ mappings: [WITH_DEAL] });
    const call = aCall();
    await story.deliver(call);
    await dieAt(story, "contacts/batch/create");
    await story.settle(2 * MINUTE_MS);
    expect(await story.call(call["id"] as number)).toMatchObject({ status: "written" });
  });

  it("and not started for an hour finds the deal that it made, although no other call would take it", async () => {
    const story = await startStory({
      mappings: [
        WITH_DEAL.replace("      dealname:", "      amount: 5\n      dealname:").replace(
          "find: { open: true, pick: latest }",
          "find: { open: true, where: { amount: 7 } }",
        ),
      ],
    });
    await story.deliver(aCall());
    const lands = await dieAt(story, "deals/batch/create");
    await lands();
    story.clock.advance(60 * MINUTE_MS);
    await story.settle();
    expect(story.portal.all("deals")).toHaveLength(1);
    expect(story.portal.all("notes")).toHaveLength(1);
  });
});

describe("a held call", () => {
  it("is written by a replay once the record that it was held for is not in the mapping any more", async () => {
    const asking = `${SALES}  task:\n    body: Call back\n    owner: nobody@example.com\n`;
    const story = await startStory({ mappings: [asking] });
    const call = aCall();
    await story.deliver(call);
    await story.settle();
    expect(await story.call(call["id"] as number)).toMatchObject({ status: "held" });
    await story.useMappings(SALES);
    await story.api("POST", `/api/calls/${call["id"]}/replay`);
    await story.settle();
    expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", problem: null });
    expect(story.portal.all("notes")).toHaveLength(1);
  });
});

it("finds a contact that someone else has just made, although HubSpot's conflict does not name it and its index lags", async () => {
  const story = await startStory({ mappings: [SALES], portal: { indexLagMs: 20_000 } });
  const inner = globalThis.fetch;
  const isMade = () => story.portal.contacts().length > 0;
  globalThis.fetch = (async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init);
    if (!request.url.includes("contacts/batch/create")) return inner(request);
    if (!isMade()) story.portal.add("contacts", { firstname: "Ivo", phone: "+5511987650001" });
    return Response.json({ status: "error", category: "CONFLICT", message: "Contact already exists" }, { status: 409 });
  }) as typeof fetch;
  onTestFinished(() => void (globalThis.fetch = inner));
  const call = aCall();
  await story.deliver(call);
  await story.settle();
  expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", problem: null });
  expect(story.portal.notesOf(story.portal.contacts()[0]?.id as string)).toHaveLength(1);
});
