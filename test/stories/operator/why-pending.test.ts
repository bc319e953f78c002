import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

async function delivered(story: Story, fields: Record<string, unknown> = {}): Promise<number> {
  const call = aCall(fields);
  await story.deliver(call);
  return call["id"] as number;
}

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

describe("a pending call says why it waits and until when", () => {
  it("for HubSpot, which nobody has to mend", async () => {
    const story = await startStory({ mappings: [SALES] });
    story.portal.faults.down = "503";
    const id = await delivered(story);
    await story.settle(60_000);
    const view = await story.call(id);
    expect(view).toMatchObject({ status: "pending", problem: { code: "hubspot_unreachable" }, next_try_at: iso });
    expect(view.problem).not.toHaveProperty("who");
  });

  it("for the key, which an operator has to mend", async () => {
    const story = await startStory({ mappings: [SALES] });
    story.portal.tokens.add("another");
    const id = await delivered(story);
    await story.settle(60_000);
    expect(await story.call(id)).toMatchObject({ status: "pending", problem: { code: "key_refused", who: "operator" }, next_try_at: iso });
  });

  it("for an earlier call of its customer", async () => {
    const story = await startStory({ mappings: [SALES] });
    const first = await delivered(story);
    const second = await delivered(story, { created_at: "2026-03-02T16:55:00Z", finished_at: "2026-03-02T16:56:00Z" });
    expect(await story.call(first)).toMatchObject({ status: "pending", problem: null });
    expect(await story.call(second)).toMatchObject({
      status: "pending",
      problem: { code: "waits_for_earlier_call", message: expect.stringContaining(String(first)) },
    });
    await story.settle();
    for (const id of [first, second]) expect(await story.call(id)).toMatchObject({ status: "written", problem: null });
  });

  it("until it is known what a cut-off attempt has done", async () => {
    const story = await startStory({ mappings: [SALES] });
    const id = await delivered(story);
    story.portal.faults.next.push({ effect: "drop-after", path: "contacts/batch/create" });
    await story.drain();
    expect(await story.call(id)).toMatchObject({ status: "pending", problem: { code: "finds_out_what_landed" }, next_try_at: iso });
    await story.settle();
    expect(await story.call(id)).toMatchObject({ status: "written", problem: null });
    expect(story.portal.contacts()).toHaveLength(1);
  });

  it("for its contact, which may still appear", async () => {
    const story = await startStory({ mappings: [SALES.replace("if_missing: create", "if_missing: skip\n    rematch: 7d")] });
    const id = await delivered(story);
    await story.settle(3_600_000);
    const view = await story.call(id);
    expect(view).toMatchObject({
      status: "pending",
      problem: { code: "waits_for_contact", message: expect.stringContaining("2035-03-09") },
      next_try_at: iso,
    });
    expect(view.problem).not.toHaveProperty("who");
    expect((await story.api("GET", "/api/calls?problem=waits_for_contact")).body.calls).toHaveLength(1);
  });

  it("for HubSpot's trouble with it alone", async () => {
    const story = await startStory({ mappings: [SALES] });
    const id = await delivered(story);
    for (let times = 0; times < 3; times++) story.portal.faults.next.push({ effect: "error-before", path: "contacts/search" });
    await story.drain();
    expect(await story.call(id)).toMatchObject({ status: "pending", problem: { code: "hubspot_unreachable" }, next_try_at: iso });
  });

  it("for its undo", async () => {
    const story = await startStory({ mappings: [SALES] });
    const id = await delivered(story);
    await story.settle();
    story.portal.faults.down = "503";
    await story.api("POST", `/api/calls/${id}/undo`);
    const view = await story.call(id);
    expect(view).toMatchObject({ status: "pending", next_try_at: iso });
    expect(["is_being_undone", "hubspot_unreachable"]).toContain(view.problem?.code);
    story.portal.faults.down = false;
    await story.settle();
    expect(await story.call(id)).toMatchObject({ problem: null });
  });
});
