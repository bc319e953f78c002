import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const MAPPING = `
version: 1
name: Any order
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
      calls_count: "{{ contact.calls_count | plus: 1 }}"
      longest: { from: extracted_variables.longest, write: larger }
  deal:
    find: { open: true }
    if_missing: skip
    set:
      dealstage: { from: extracted_variables.stage, write: forward }
`;

const HOUR = 3_600_000;
const at = (hour: number) => new Date(Date.parse("2026-03-02T00:00:00Z") + hour * HOUR).toISOString();
const callAt = (hour: number, longest = 10, stage = "Appointment scheduled") =>
  aCall({ created_at: at(hour), finished_at: at(hour), extracted_variables: { longest, stage } });

async function started(): Promise<Story> {
  const story = await startStory({ mappings: [MAPPING] });
  for (const name of ["calls_count", "longest"])
    story.portal.defineProperty("contacts", { name, label: name, type: "number", fieldType: "number" } as never);
  return story;
}

const contact = (story: Story) => story.portal.contacts()[0]?.properties ?? {};

async function written(story: Story, call: Record<string, unknown>) {
  await story.deliver(call);
  await story.settle();
  return story.call(call["id"] as number);
}

const again = (call: Record<string, unknown>, longest: number) => ({ ...call, finished_at: at(9), extracted_variables: { longest } });

describe("what comes to the same in any order", () => {
  it.each([[[1, 2, 3]], [[3, 2, 1]], [[2, 3, 1]], [[3, 1, 2]]])("is the same after the calls %j", async (order) => {
    const story = await started();
    const known = story.portal.add("contacts", { firstname: "Ivo", phone: "+5511987650001" });
    const deal = story.portal.add("deals", { dealname: "D", dealstage: "appointmentscheduled" }, { associations: { contacts: [known] } });
    for (const hour of order) await written(story, hour === 1 ? callAt(1, 90, "Contract sent") : callAt(hour));
    expect(contact(story)).toMatchObject({ calls_count: "3", longest: "90" });
    expect(story.portal.get("deals", deal)?.properties["dealstage"]).toBe("contractsent");
  });

  it("is what the largest call says, evaluated again or not", async () => {
    const story = await started();
    const first = callAt(1, 90);
    await written(story, first);
    await written(story, callAt(2, 95));
    await written(story, again(first, 99));
    expect(contact(story)["longest"]).toBe("99");
  });
});

describe("a counter", () => {
  it("counts a call once, however often it is evaluated again and replayed, with others in between", async () => {
    const story = await started();
    const calls = [callAt(3), callAt(1), callAt(2)];
    for (const call of calls) await written(story, call);
    for (const call of calls) {
      await written(story, again(call, 20));
      await story.api("POST", `/api/calls/${call["id"]}/replay`);
      await story.settle();
    }
    expect(contact(story)).toMatchObject({ calls_count: "3", longest: "20" });
  });

  it("that a person corrected goes on from there with the next call, and the receipt says why not before", async () => {
    const story = await started();
    const call = callAt(1);
    const view = await written(story, call);
    story.portal.edit("contacts", view.records["contact"].id, { calls_count: 10 });
    const { records } = await written(story, again(call, 20));
    expect(contact(story)["calls_count"]).toBe("10");
    expect(records["contact"].kept).toMatchObject({ calls_count: "this call has had its part in it, and it was changed since" });
    await written(story, callAt(2));
    expect(contact(story)["calls_count"]).toBe("11");
  });

  it.each(["drop-before", "drop-after"] as const)(
    "counts both calls when an earlier one comes while the later one is cut: %s",
    async (effect) => {
      const story = await started();
      story.portal.add("contacts", { firstname: "Ivo", phone: "+5511987650001", calls_count: 4 });
      story.portal.faults.next.push({ effect, path: "contacts/batch/update" });
      await story.deliver(callAt(3));
      await story.drain();
      await written(story, callAt(1));
      expect(contact(story)["calls_count"]).toBe("6");
    },
  );

  it("counts a call in the contact that took the place of a deleted one", async () => {
    const story = await started();
    const call = callAt(1);
    const view = await written(story, call);
    story.portal.archive("contacts", view.records["contact"].id);
    const other = story.portal.add("contacts", { firstname: "Ivo", phone: "+5511987650001", calls_count: 5 });
    await written(story, again(call, 20));
    expect(story.portal.get("contacts", other)?.properties["calls_count"]).toBe("6");
    await written(story, again(call, 30));
    expect(story.portal.get("contacts", other)?.properties["calls_count"]).toBe("6");
  });
});
