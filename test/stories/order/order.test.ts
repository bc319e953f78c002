import { describe, expect, it, onTestFinished } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const MAPPING = `
version: 1
name: Order
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
      jobtitle: { from: extracted_variables.role }
      city: { from: extracted_variables.city, blank: clear }
      message: { from: extracted_variables.summary, write: append }
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

const HOUR = 3_600_000;
const at = (hour: number) => new Date(Date.parse("2026-03-02T00:00:00Z") + hour * HOUR).toISOString();
const callAt = (hour: number, more: Record<string, unknown> = {}, fields: Record<string, unknown> = {}) =>
  aCall({ created_at: at(hour), finished_at: at(hour), extracted_variables: { summary: `At ${hour}`, ...more }, ...fields });

const contact = (story: Story) => story.portal.contacts()[0]?.properties ?? {};
const notes = (story: Story) =>
  story.portal.notesOf(story.portal.contacts()[0]?.id as string).map(({ properties }) => properties["hs_note_body"] ?? "");

/** Lets something happen while the connector's first request to such a path is on its way. */
function meanwhile(path: string, act: () => Promise<unknown>): void {
  const inner = globalThis.fetch;
  let done = false;
  globalThis.fetch = (async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init);
    if (!done && request.url.includes(path)) {
      done = true;
      await act();
    }
    return inner(request);
  }) as typeof fetch;
  onTestFinished(() => expect(done).toBe(true));
}

describe("a customer's calls", () => {
  it("are written in the order of the calls, whatever order they came in", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    for (const hour of [3, 1, 2])
      await story.deliver(callAt(hour, { role: `Role ${hour}` }, { customer_phone: hour === 2 ? "+551187650001" : "+5511987650001" }));
    await story.settle();
    expect(story.portal.contacts()).toHaveLength(1);
    expect(contact(story)).toMatchObject({ message: "At 1\nAt 2\nAt 3", jobtitle: "Role 3" });
    expect(notes(story)).toEqual([1, 2, 3].map((hour) => expect.stringContaining(`At ${hour}`)));
  });

  it("wait for the earlier one while HubSpot is in its way", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    story.portal.faults.next.push({ effect: "error-before", path: "contacts/batch/create" });
    await story.deliver(callAt(1));
    await story.drain();
    await story.deliver(callAt(2));
    await story.settle();
    expect(contact(story)["message"]).toBe("At 1\nAt 2");
  });
});

describe("a late old call", () => {
  it("leaves the fields that a newer one wrote, adds its own note at its own time, and says so", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    await story.deliver(callAt(5, { role: "Director", city: "Natal" }));
    await story.settle();
    const late = callAt(1, { role: "Intern", city: "" });
    await story.deliver(late);
    await story.settle();
    expect(contact(story)).toMatchObject({ jobtitle: "Director", city: "Natal", message: "At 5\nAt 1" });
    expect(notes(story)).toEqual([expect.stringContaining("At 1"), expect.stringContaining("At 5")]);
    const { records } = await story.call(late["id"] as number);
    expect(records["contact"].kept).toMatchObject({
      jobtitle: expect.stringMatching(/^call \d+ is newer$/),
      city: expect.stringMatching(/is newer/),
    });
  });

  it("fills what the newer one left open", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    await story.deliver(callAt(5, { role: "Director" }));
    await story.settle();
    await story.deliver(callAt(1, { city: "Recife" }));
    await story.settle();
    expect(contact(story)).toMatchObject({ jobtitle: "Director", city: "Recife" });
  });

  it("evaluated again, or replayed, does not move them back either", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const old = callAt(1, { role: "Intern" });
    await story.deliver(old);
    await story.settle();
    await story.deliver(callAt(5, { role: "Director" }));
    await story.settle();
    await story.deliver({ ...old, extracted_variables: { summary: "At 1, again", role: "Trainee" } });
    await story.settle();
    await story.api("POST", `/api/calls/${old["id"]}/replay`);
    await story.settle();
    expect(contact(story)).toMatchObject({ jobtitle: "Director", message: "At 1, again\nAt 5" });
    expect(notes(story)).toEqual([expect.stringContaining("At 1, again"), expect.stringContaining("At 5")]);
  });
});

describe("a revision", () => {
  const revisionOf = (call: Record<string, unknown>, summary: string, finishedAt = at(9)) => ({
    ...call,
    finished_at: finishedAt,
    extracted_variables: { summary, role: summary },
  });

  it.each(["contacts/batch/create", "notes/batch/create"])(
    "that comes while the call is being written (%s) is the one that stands",
    async (path) => {
      const story = await startStory({ mappings: [MAPPING] });
      const call = callAt(1);
      await story.deliver(call);
      meanwhile(path, async () => expect((await story.deliver(revisionOf(call, "Second"))).body.status).toBe("revised"));
      await story.settle();
      expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", revision: 2 });
      expect(notes(story)).toEqual([expect.stringContaining("Second")]);
      expect(contact(story)).toMatchObject({ jobtitle: "Second", message: "Second" });
    },
  );

  it("that comes while the one before it is being written, and while HubSpot loses the answer, is the one that stands", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const call = callAt(1);
    await story.deliver(call);
    await story.settle();
    story.portal.faults.next.push(
      { effect: "error-after", path: "notes/batch/update" },
      { effect: "error-after", path: "contacts/batch/update" },
    );
    await story.deliver(revisionOf(call, "Second"));
    meanwhile("notes/batch/update", () => story.deliver(revisionOf(call, "Third", at(10))));
    await story.settle();
    expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", revision: 3 });
    expect(notes(story)).toEqual([expect.stringContaining("Third")]);
    expect(notes(story)[0]).not.toContain("Second");
    expect(contact(story)).toMatchObject({ jobtitle: "Third", message: "Third" });
  });

  it("that is older than the one that is there changes nothing", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const call = callAt(1);
    await story.deliver(revisionOf(call, "Newer", at(9)));
    await story.settle();
    expect((await story.deliver(revisionOf(call, "Older", at(8)))).body).toEqual({ call: String(call["id"]), status: "unchanged" });
    await story.settle();
    expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", revision: 1 });
    expect(notes(story)).toEqual([expect.stringContaining("Newer")]);
    expect((await story.deliver(revisionOf(call, "As old", at(9)))).body.status).toBe("revised");
  });

  it("that takes back what it had said leaves nothing doubled", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const call = callAt(1);
    for (const summary of ["A", "B", "A"]) {
      expect((await story.deliver(revisionOf(call, summary))).status).toBe(202);
      await story.settle();
    }
    expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", revision: 3 });
    expect(contact(story)["message"]).toBe("A");
    expect(notes(story)).toHaveLength(1);
  });
});

describe("while a call is being written", () => {
  it("an undo is refused", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    const call = callAt(1);
    await story.deliver(call);
    meanwhile("notes/batch/create", async () => expect((await story.api("POST", `/api/calls/${call["id"]}/undo`)).status).toBe(409));
    await story.settle();
    expect(notes(story)).toHaveLength(1);
  });

  it("the same customer's older call waits, and comes out as a late one", async () => {
    const story = await startStory({ mappings: [MAPPING] });
    await story.deliver(callAt(5, { role: "Director" }));
    meanwhile("contacts/batch/create", () => story.deliver(callAt(1, { role: "Intern" })));
    await story.settle();
    expect(story.portal.contacts()).toHaveLength(1);
    expect(contact(story)).toMatchObject({ jobtitle: "Director" });
    expect(notes(story)).toHaveLength(2);
  });
});
