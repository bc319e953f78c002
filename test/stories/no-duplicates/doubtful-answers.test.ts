import { describe, expect, it } from "vitest";
import { changed, onTheWay, withBody } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const HOUR_MS = 3_600_000;
const NOT_FOUND = {
  status: "error",
  category: "OBJECT_NOT_FOUND",
  message: "Could not get some objects, they may be deleted or not exist.",
};

async function called(story: Story, fields: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const call = aCall(fields);
  await story.deliver(call);
  await story.settle(HOUR_MS);
  return call;
}

const statuses = async (story: Story) =>
  (await story.api("GET", "/api/calls?limit=200")).body.calls.map(({ status }: { status: string }) => status);

describe("a read that HubSpot answers with nothing at all", () => {
  it("of a known contact makes no second one", async () => {
    const story = await startStory({ mappings: [SALES], portal: { indexLagMs: 20_000 } });
    await called(story);
    story.portal.faults.next.push({ effect: "empty-before", path: "contacts/batch/read" });
    await called(story);
    expect(story.portal.contacts()).toHaveLength(1);
    expect(story.portal.notesOf(story.portal.contacts()[0]!.id)).toHaveLength(2);
  });

  it("of a note does not make it count as deleted", async () => {
    const story = await startStory({ mappings: [SALES] });
    const call = await called(story);
    story.portal.faults.next.push({ effect: "empty-before", path: "notes/batch/read" });
    await story.deliver({ ...call, extracted_variables: { status: true, summary: "Second thoughts" } });
    await story.settle(HOUR_MS);
    expect(story.portal.all("notes")).toHaveLength(1);
    expect(story.portal.all("notes")[0]?.properties["hs_note_body"]).toContain("Second thoughts");
  });

  it("of a contact's notes makes no second one of what a lost answer had landed", async () => {
    const story = await startStory({ mappings: [SALES] });
    story.portal.faults.next.push({ effect: "drop-after", path: "notes/batch/create" });
    await story.deliver(aCall());
    await story.drain();
    story.clock.advance(60_000);
    story.portal.faults.next.push({ effect: "empty-before", path: "contacts/notes/batch/read" });
    await story.settle(HOUR_MS);
    expect(story.portal.all("notes")).toHaveLength(1);
  });

  it("and one that it only half answers, for its own trouble, wait until it knows", async () => {
    const story = await startStory({ mappings: [SALES], portal: { indexLagMs: 20_000 } });
    await called(story);
    let times = 3;
    onTheWay(async (request, pass) => {
      if (!request.url.includes("contacts/batch/read") || times-- <= 0) return pass();
      return Response.json(
        { results: [], numErrors: 1, errors: [{ category: "INTERNAL_ERROR", message: "internal error" }] },
        { status: 207 },
      );
    });
    await called(story);
    expect(await statuses(story)).toEqual(["written", "written"]);
    expect(story.portal.contacts()).toHaveLength(1);
  });
});

describe("where HubSpot answers 404 or 400 for what is not there", () => {
  it.each([404, 400])("a new customer with an e-mail is written (%i)", async (status) => {
    const story = await startStory({ mappings: [SALES] });
    onTheWay(async (request, pass) => {
      const answer = await pass();
      return request.url.includes("contacts/batch/read") && answer.status === 207 ? Response.json(NOT_FOUND, { status }) : answer;
    });
    await called(story, { input_variables: { customer_name: "Beatriz Prado", email: "bia@example.com" } });
    expect(await statuses(story)).toEqual(["written"]);
    expect(story.portal.contacts()).toMatchObject([{ properties: { email: "bia@example.com" } }]);
  });

  it("a customer without a deal is written", async () => {
    const story = await startStory({ mappings: [SALES] });
    const contact = story.portal.add("contacts", { firstname: "Bia", phone: "+5511987650001" });
    onTheWay(async (request, pass) => {
      const answer = await pass();
      return request.url.includes("associations") && answer.status === 207
        ? Response.json({ message: "not found" }, { status: 404 })
        : answer;
    });
    await called(story);
    expect(await statuses(story)).toEqual(["written"]);
    expect(story.portal.notesOf(contact)).toHaveLength(1);
  });
});

describe("what is not the call's fault holds nobody", () => {
  it.each([{ category: "RATE_LIMITS", policyName: "SECONDLY" }, { category: "INTERNAL_ERROR" }, { category: "LOCKED" }, {}])(
    "an error line that says %j",
    async (line) => {
      const story = await startStory({ mappings: [SALES] });
      let isFirst = true;
      onTheWay(async (request, pass, body) => {
        if (!request.url.endsWith("contacts/batch/create") || !isFirst) return pass();
        isFirst = false;
        const context = { objectWriteTraceId: [body.inputs[0].objectWriteTraceId] };
        return Response.json({ results: [], numErrors: 1, errors: [{ status: "error", ...line, context }] }, { status: 207 });
      });
      await called(story);
      expect(await statuses(story)).toEqual(["written"]);
      expect(story.portal.contacts()).toHaveLength(1);
    },
  );

  it.each(["contacts/batch/create", "contacts/search", "notes/batch/create"])("a redirect of %s", async (path) => {
    const story = await startStory({ mappings: [SALES] });
    let isFirst = true;
    onTheWay(async (request, pass) => {
      if (!request.url.endsWith(path) || !isFirst) return pass();
      isFirst = false;
      return new Response(null, { status: 302, headers: { Location: "https://status.example/" } });
    });
    await called(story);
    expect(await statuses(story)).toEqual(["written"]);
    expect(story.portal.all("notes")).toHaveLength(1);
  });
});

it("gives every note to its own contact where HubSpot tells neither trace ids nor properties apart", async () => {
  const story = await startStory({ mappings: [SALES] });
  onTheWay(async (request, pass) => {
    const answer = await pass();
    if (!request.url.endsWith("batch/create")) return answer;
    return changed(answer, (body) => ({ ...body, results: body.results.map(({ id }: any) => ({ id })) }));
  });
  for (let index = 0; index < 6; index++) await story.deliver(aCall({ customer_phone: `+551198765000${index}` }));
  await story.settle(HOUR_MS);
  expect(new Set(await statuses(story))).toEqual(new Set(["written"]));
  expect(story.portal.contacts().map(({ id }) => story.portal.notesOf(id).length)).toEqual([1, 1, 1, 1, 1, 1]);
});

it("holds a hundred calls for a property that the portal lacks in a handful of requests", async () => {
  const story = await startStory({ mappings: [SALES.replace("      phone: {", "      nothing_here: x\n      phone: {")] });
  onTheWay((request, pass, body) => {
    if (!request.url.endsWith("batch/create")) return pass();
    return pass(withBody(request, { inputs: body.inputs.map(({ objectWriteTraceId: _, ...input }: any) => input) }));
  });
  for (let index = 0; index < 100; index++) await story.deliver(aCall({ customer_phone: `+55119${40_000_000 + index * 11}` }));
  await story.settle(HOUR_MS);
  const { calls } = (await story.api("GET", "/api/calls?status=held&limit=200")).body;
  expect(calls).toHaveLength(100);
  expect(calls[0].problem.message).toContain("nothing_here");
  expect(story.portal.requests.length).toBeLessThan(16);
});

describe("an association that is added to a note later", () => {
  /** The deal comes into the world with a revision, when the note is there already. */
  const LATER = SALES.replace("if_missing: skip", "if_missing: create")
    .replace("    find: { open", "    when: { extracted_variables.deal: true }\n    find: { open")
    .replace("    set:\n      dealstage:", "    set:\n      dealname: Desks\n      dealstage:");
  const isAssociate = (request: Request) => request.url.includes("notes/deals/batch/associate");

  async function revisedToHaveDeals(story: Story, calls: number): Promise<void> {
    const bodies = Array.from({ length: calls }, (_, index) => aCall({ customer_phone: `+551198765000${index}` }));
    for (const body of bodies) await story.deliver(body);
    await story.settle(HOUR_MS);
    for (const body of bodies)
      await story.deliver({ ...body, extracted_variables: { status: true, summary: "s", deal: true, next_action: "schedule_demo" } });
    await story.settle(HOUR_MS);
  }
  const withNote = (story: Story) =>
    story.portal.all("deals").filter(({ id }) => story.portal.associated("deals", id, "notes").length === 1);

  it("is tried again where HubSpot stumbled over it", async () => {
    const story = await startStory({ mappings: [LATER] });
    let isFirst = true;
    onTheWay(async (request, pass) => {
      if (!isAssociate(request) || !isFirst) return pass();
      isFirst = false;
      return Response.json({ results: [], numErrors: 1, errors: [{ category: "INTERNAL_ERROR", message: "x" }] }, { status: 207 });
    });
    await revisedToHaveDeals(story, 2);
    expect(isFirst).toBe(false);
    expect(await statuses(story)).toEqual(["written", "written"]);
    expect(withNote(story)).toHaveLength(2);
  });

  it("holds its own call where it is refused, and no other", async () => {
    const story = await startStory({ mappings: [LATER] });
    let refused: string | null = null;
    onTheWay(async (request, pass, body) => {
      if (!isAssociate(request)) return pass();
      refused ??= body.inputs[0].to.id;
      const hasIt = body.inputs.some(({ to }: any) => to.id === refused);
      return hasIt ? Response.json({ category: "VALIDATION_ERROR", message: `bad association to ${refused}` }, { status: 400 }) : pass();
    });
    await revisedToHaveDeals(story, 5);
    expect((await statuses(story)).toSorted()).toEqual(["held", "written", "written", "written", "written"]);
    expect(withNote(story)).toHaveLength(4);
  });
});
