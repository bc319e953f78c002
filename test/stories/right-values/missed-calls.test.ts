import { describe, expect, it } from "vitest";
import missed from "../../../mappings/examples/missed-call-task.yaml?raw";
import { type Story, aCall, startStory } from "../../story.ts";

const OWNERS = [
  { id: "11", email: "ana@prado.example" },
  { id: "12", email: "sales@yourcompany.example" },
];

async function started(owner: string | null = "11"): Promise<Story> {
  const story = await startStory({ mappings: [missed] });
  for (const each of OWNERS) story.portal.defineOwner(each);
  const owned: Record<string, string> = owner === null ? {} : { hubspot_owner_id: owner };
  story.portal.add("contacts", { firstname: "Beatriz", lastname: "Prado", phone: "+5511987650001", ...owned });
  return story;
}

async function attempt(story: Story, number: number, created_at: string, status = "rescheduled") {
  const lead = { id: 9, status, call_tries: number, phone_number: "+5511987650001", variables: [], campaign: { id: 4, name: "Padarias" } };
  const silent = { status: "no-answer", duration: 0, transcript: null, formatted_transcript: null, recording_url: null };
  await story.deliver(aCall({ ...silent, lead, created_at, finished_at: null }));
  await story.settle();
}

const task = (story: Story) => story.portal.all("tasks").map(({ properties }) => properties);
const due = (story: Story) => Date.parse(task(story)[0]?.["hs_timestamp"] ?? "");

describe("The missed call's to-do", () => {
  it("is one for all attempts, is due the next working morning, and is raised by the last of them", async () => {
    const story = await started();
    await attempt(story, 1, "2026-03-05T14:00:00Z");
    expect(task(story)).toMatchObject([
      { hs_task_subject: "Call back: Beatriz Prado", hs_task_priority: "MEDIUM", hubspot_owner_id: "11", hs_task_type: "CALL" },
    ]);
    expect(due(story)).toBe(Date.parse("2026-03-06T12:00:00Z"));
    await attempt(story, 2, "2026-03-06T20:00:00Z", "reached-max-retries");
    expect(task(story)).toHaveLength(1);
    expect(task(story)).toMatchObject([{ hs_task_priority: "HIGH", hubspot_owner_id: "11" }]);
    expect(due(story)).toBe(Date.parse("2026-03-09T12:00:00Z"));
  });

  it("has an owner although nobody owns the contact", async () => {
    const story = await started(null);
    await attempt(story, 1, "2026-03-05T14:00:00Z");
    expect(task(story)).toMatchObject([{ hubspot_owner_id: "12" }]);
  });

  it("stays with whom it was given to, as late as it was put off to, and is left alone once it is done", async () => {
    const story = await started();
    await attempt(story, 1, "2026-03-05T14:00:00Z");
    const [{ id } = { id: "" }] = story.portal.all("tasks");
    story.portal.edit("tasks", id, { hubspot_owner_id: "12", hs_timestamp: "2026-03-20T12:00:00Z" });
    await attempt(story, 2, "2026-03-06T14:00:00Z", "reached-max-retries");
    expect(task(story)).toMatchObject([{ hubspot_owner_id: "12", hs_task_priority: "HIGH" }]);
    expect(due(story)).toBe(Date.parse("2026-03-20T12:00:00Z"));
    const other = await started();
    await attempt(other, 1, "2026-03-05T14:00:00Z");
    other.portal.edit("tasks", other.portal.all("tasks")[0]?.id as string, { hs_task_status: "COMPLETED" });
    await attempt(other, 2, "2026-03-06T14:00:00Z", "reached-max-retries");
    expect(task(other)).toMatchObject([{ hs_task_priority: "MEDIUM", hs_task_status: "COMPLETED" }]);
  });
});
