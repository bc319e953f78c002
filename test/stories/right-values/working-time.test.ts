import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const file = (task: string, { when = "", zone = "America/Sao_Paulo", holidays = "[2026-12-25, 2027-01-01]" } = {}) => `
version: 1
name: Working time
country: BR
timezone: ${zone}
working_time: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00", holidays: ${holidays} }
${when}
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
  task:
    body: Call again
${task}
`;
const NEXT = '    at: { next: working_day, time: "09:00" }';

let customer = 0;
async function called(story: Story, endedAt: string, fields: Record<string, unknown> = {}) {
  const created_at = new Date(Date.parse(endedAt) - 64_000).toISOString();
  const call = aCall({
    customer_phone: `+551198765${String(1000 + customer++)}`,
    created_at,
    finished_at: endedAt,
    duration: 64,
    ...fields,
  });
  await story.deliver(call);
  await story.settle();
  return call["id"] as number;
}
const due = (story: Story) => story.portal.all("tasks").map(({ properties }) => properties["hs_timestamp"]);

describe("The next working day", () => {
  it("comes after the day on which the call ended in the mapping's zone, over week-ends, holidays and new year", async () => {
    const story = await startStory({ mappings: [file(NEXT)] });
    const days: [ended: string, due: string][] = [
      ["2026-12-21T12:00:00Z", "2026-12-22T12:00:00Z"],
      // Early on a Monday: the next day is Tuesday.
      ["2026-12-21T05:00:00Z", "2026-12-22T12:00:00Z"],
      // Christmas Eve at 22:30 there, the 25th in London: Christmas and a week-end lie between.
      ["2026-12-25T01:30:00Z", "2026-12-28T12:00:00Z"],
      ["2026-12-31T21:00:00Z", "2027-01-04T12:00:00Z"],
    ];
    for (const [ended] of days) await called(story, ended);
    expect(due(story)).toEqual(days.map(([, at]) => at));
  });

  it("has its hour by the clock on the wall where clocks are changed", async () => {
    const story = await startStory({ mappings: [file(NEXT, { zone: "America/New_York" })] });
    await called(story, "2026-03-06T20:00:00Z");
    await called(story, "2026-10-30T20:00:00Z");
    expect(due(story)).toEqual(["2026-03-09T13:00:00Z", "2026-11-02T14:00:00Z"]);
  });

  it("has an hour that does not come on it an hour later, and the first of one that comes twice", async () => {
    const early = '    at: { next: working_day, time: "02:30" }';
    const everyDay = (zone: string) => file(early, { zone }).replace("[mon, tue, wed, thu, fri]", "[sat, sun]");
    const story = await startStory({ mappings: [everyDay("America/New_York")] });
    await called(story, "2026-03-07T20:00:00Z");
    await story.useMappings(everyDay("Europe/Berlin"));
    await called(story, "2026-10-24T20:00:00Z");
    expect(due(story)).toEqual(["2026-03-08T07:30:00Z", "2026-10-25T00:30:00Z"]);
  });
});

describe("A time that the call should have brought", () => {
  const SAID = '    at: { from: extracted_variables.callback, format: datetime, otherwise: { next: working_day, time: "10:30" } }';

  it("takes `otherwise` where it cannot be read, with a warning, and where there is none, without", async () => {
    const story = await startStory({ mappings: [file(SAID)] });
    const ids: number[] = [];
    for (const callback of ["2026-12-24 15:00", "whenever", ""])
      ids.push(await called(story, "2026-12-21T12:00:00Z", { extracted_variables: { callback } }));
    expect(due(story)).toEqual(["2026-12-24T18:00:00Z", "2026-12-22T13:30:00Z", "2026-12-22T13:30:00Z"]);
    const warnings = await Promise.all(ids.map(async (id) => (await story.call(id)).warnings));
    expect(warnings).toMatchObject([
      [],
      [{ code: "time_unreadable", message: expect.stringContaining("the time that `otherwise` says") }],
      [],
    ]);
  });

  it("is the call's end without `otherwise`, with a warning", async () => {
    const story = await startStory({ mappings: [file("    at: { from: extracted_variables.callback, format: datetime }")] });
    const id = await called(story, "2026-12-21T12:00:00Z", { extracted_variables: { callback: "whenever" } });
    expect(due(story)).toEqual(["2026-12-21T12:00:00Z"]);
    expect(await story.call(id)).toMatchObject({ warnings: [{ code: "time_unreadable" }] });
  });
});

it("A visit agreed for “quinta às 15h” stands there, with its reminder an hour before; a day without its hour takes `otherwise`", async () => {
  const visit = `    at: { from: extracted_variables.visit, otherwise: { next: working_day, time: "09:00" } }
    set:
      hs_task_subject: "Visit {{ extracted_variables.visit | date: '%d/%m %H:%M' }}"
      hs_task_reminders: "{{ extracted_variables.visit | plus_hours: -1 }}"`;
  const story = await startStory({ mappings: [file(visit)] });
  await called(story, "2026-12-21T12:00:00Z", { extracted_variables: { visit: "quinta às 15h" } });
  const id = await called(story, "2026-12-21T12:00:00Z", { extracted_variables: { visit: "quinta" } });
  expect(due(story)).toEqual(["2026-12-24T18:00:00Z", "2026-12-22T12:00:00Z"]);
  expect(story.portal.all("tasks")[0]?.properties).toMatchObject({
    hs_task_subject: "Visit 24/12 15:00",
    hs_task_reminders: expect.stringMatching(/^2026-12-24T17:00/),
  });
  expect((await story.call(id)).warnings).toContainEqual(expect.objectContaining({ code: "time_unreadable" }));
});

describe("A condition on the clock", () => {
  const taken = async (story: Story, endedAt: string) => (await story.call(await called(story, endedAt))).status;

  it("`call.time_of_day` over midnight counts its beginning and not its end, in the mapping's zone", async () => {
    const story = await startStory({ mappings: [file("", { when: 'when: { call.time_of_day: { from: "18:00", to: "08:00" } }' })] });
    const hours = ["20:59:59Z", "21:00:00Z", "02:00:00Z", "10:59:59Z", "11:00:00Z"];
    const found = [];
    for (const hour of hours) found.push(await taken(story, `2026-12-21T${hour}`));
    expect(found).toEqual(["skipped", "written", "written", "written", "skipped"]);
  });

  it("`call.weekday` is the day there", async () => {
    const story = await startStory({ mappings: [file("", { when: "when: { call.weekday: [saturday, Sunday] }" })] });
    const found = [];
    // In London the last one is Monday already.
    for (const ended of ["2026-12-18T20:00:00Z", "2026-12-19T12:00:00Z", "2026-12-21T02:00:00Z"]) found.push(await taken(story, ended));
    expect(found).toEqual(["skipped", "written", "written"]);
  });

  it("`call.working_time` knows hours, days and holidays", async () => {
    const story = await startStory({ mappings: [file("", { when: "when: { call.working_time: true }" })] });
    const found = [];
    for (const ended of ["2026-12-21T12:00:00Z", "2026-12-21T21:00:00Z", "2026-12-19T15:00:00Z", "2026-12-25T15:00:00Z"])
      found.push(await taken(story, ended));
    expect(found).toEqual(["written", "skipped", "skipped", "skipped"]);
  });

  it("may be read in a text, too", async () => {
    const story = await startStory({
      mappings: [
        file("    set: { hs_task_subject: '{{ call.weekday }} {{ call.time_of_day }}{% unless call.working_time %} late{% endunless %}' }"),
      ],
    });
    await called(story, "2026-12-21T23:05:00Z");
    expect(story.portal.all("tasks")[0]?.properties["hs_task_subject"]).toBe("monday 20:05 late");
  });
});

describe("A meeting", () => {
  it("begins at its time, takes half an hour, and is planned where that lies ahead", async () => {
    const story = await startStory({
      mappings: [
        file("").replace(/ {2}task:[^]*/, "  meeting:\n    at: '{{ extracted_variables.visit }}'\n    owner: ana.souza@example.com\n"),
      ],
    });
    await called(story, "2026-12-21T12:00:00Z", { extracted_variables: { visit: "2026-12-23 15:00", summary: "Visit in Pinheiros" } });
    await called(story, "2026-12-21T12:00:00Z", { extracted_variables: {} });
    await called(story, "2026-12-21T12:00:00Z", { extracted_variables: { visit: "some day soon" } });
    expect(story.portal.all("meetings").map(({ properties }) => properties)).toMatchObject([
      {
        hs_timestamp: "2026-12-23T18:00:00Z",
        hs_meeting_title: "Meeting agreed in the AI call: Visit in Pinheiros",
        hs_meeting_start_time: "2026-12-23T18:00:00Z",
        hs_meeting_end_time: "2026-12-23T18:30:00Z",
        hs_meeting_outcome: "SCHEDULED",
        hubspot_owner_id: "41001",
      },
      { hs_meeting_start_time: "2026-12-21T12:00:00Z", hs_meeting_outcome: "COMPLETED" },
      { hs_meeting_start_time: "2026-12-21T12:00:00Z", hs_meeting_outcome: "SCHEDULED" },
    ]);
    expect(story.portal.associated("contacts", story.portal.contacts()[0]!.id, "meetings")).toHaveLength(1);
  });

  it("begins when `set` says, where that says it", async () => {
    const meeting = "  meeting:\n    set: { hs_meeting_start_time: { from: extracted_variables.visit, format: datetime } }\n";
    const story = await startStory({ mappings: [file("").replace(/ {2}task:[^]*/, meeting)] });
    await called(story, "2026-12-21T12:00:00Z", { extracted_variables: { visit: "23/12/2026 15:00" } });
    expect(story.portal.all("meetings")[0]!.properties).toMatchObject({
      hs_timestamp: "2026-12-23T18:00:00Z",
      hs_meeting_start_time: "2026-12-23T18:00:00Z",
      hs_meeting_end_time: "2026-12-23T18:30:00Z",
      hs_meeting_outcome: "SCHEDULED",
    });
  });

  it("says what `set` says, and stays where a person has moved it", async () => {
    const meeting =
      "  meeting:\n    at: '{{ extracted_variables.visit }}'\n    body: '{{ extracted_variables.summary }}'\n    set: { hs_meeting_title: Visit, hs_meeting_end_time: '{{ extracted_variables.visit | plus_hours: 1 }}', hs_meeting_outcome: SCHEDULED }\n";
    const story = await startStory({ mappings: [file("").replace(/ {2}task:[^]*/, meeting)] });
    const call = aCall({ extracted_variables: { visit: "2026-12-23 15:00", summary: "First" } });
    await story.deliver(call);
    await story.settle();
    const [before] = story.portal.all("meetings");
    expect(before!.properties).toMatchObject({ hs_meeting_title: "Visit", hs_meeting_end_time: "2026-12-23T19:00:00Z" });
    story.portal.edit("meetings", before!.id, { hs_meeting_start_time: "2026-12-24T18:00:00Z", hs_meeting_outcome: "RESCHEDULED" });
    await story.deliver({
      ...call,
      finished_at: "2026-03-02T14:57:00Z",
      extracted_variables: { visit: "2026-12-23 16:00", summary: "Second" },
    });
    await story.settle();
    expect(story.portal.all("meetings")[0]!.properties).toMatchObject({
      hs_meeting_body: expect.stringContaining("Second"),
      hs_meeting_start_time: "2026-12-24T18:00:00Z",
      hs_meeting_outcome: "RESCHEDULED",
    });
  });
});
