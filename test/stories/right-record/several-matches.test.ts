import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const mapping = (ifSeveral: string, more = "") => `
version: 1
name: Several
country: BR
records:
  contact:
    find_by:
      - email: "{{ input_variables.email }}"
      - phone: "{{ customer_phone }}"
    if_missing: create
    if_several: ${ifSeveral}
${more}
    set:
      phone: { from: customer_phone, write: if_empty }
      jobtitle: "{{ extracted_variables.role }}"
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;
const TASK = '    hold_task: "Who is {{ customer_phone | phone }}?"';
const SHARED = "+551130030009";

interface Three {
  story: Story;
  oldest: string;
  middle: string;
  latest: string;
}

/** Three people behind one switchboard. */
async function sharedNumber(ifSeveral: string, more = ""): Promise<Three> {
  const story = await startStory({ mappings: [mapping(ifSeveral, more)] });
  const day = (n: number) => ({ at: story.clock.now - n * 86_400_000 });
  const middle = story.portal.add("contacts", { firstname: "Bruno", phone: "(11) 3003-0009" }, day(20));
  const latest = story.portal.add("contacts", { firstname: "Carla", mobilephone: "+55 11 3003 0009" }, day(10));
  const oldest = story.portal.add("contacts", { firstname: "Alda", phone: "1130030009" }, day(30));
  return { story, oldest, middle, latest };
}

async function called(story: Story, fields: Record<string, unknown> = {}) {
  const call = aCall({ customer_phone: SHARED, input_variables: [], ...fields });
  await story.deliver(call);
  await story.settle();
  return story.call(call["id"] as number);
}

const tasks = (story: Story) => story.portal.all("tasks");
const notes = ({ story, oldest, middle, latest }: Three) => [oldest, middle, latest].map((id) => story.portal.notesOf(id).length);

describe("of several contacts with the number", () => {
  it("the one created last is taken", async () => {
    const three = await sharedNumber("latest");
    const view = await called(three.story);
    expect(view).toMatchObject({ status: "written", records: { contact: { id: three.latest } } });
    expect(view.records["contact"].tried.join()).toMatch(/3 match: took the latest/);
    expect(notes(three)).toEqual([0, 0, 1]);
  });

  it("the one created first is taken", async () => {
    const three = await sharedNumber("oldest");
    expect(await called(three.story)).toMatchObject({ status: "written", records: { contact: { id: three.oldest } } });
    expect(notes(three)).toEqual([1, 0, 0]);
  });

  it("the one with the e-mail is taken, without a question", async () => {
    const three = await sharedNumber("hold");
    three.story.portal.edit("contacts", three.middle, { email: "Bruno@Example.com" });
    const view = await called(three.story, { input_variables: { email: "bruno@example.com" } });
    expect(view).toMatchObject({ status: "written", records: { contact: { id: three.middle } } });
    expect(notes(three)).toEqual([0, 1, 0]);
  });
});

describe("`if_several: hold`", () => {
  it("writes nothing, and names the candidates for the operator", async () => {
    const three = await sharedNumber("hold");
    const view = await called(three.story);
    expect(view).toMatchObject({ status: "held", problem: { who: "operator" }, records: { contact: { id: null, action: "skipped" } } });
    expect(view.records["contact"].candidates.toSorted()).toEqual([three.oldest, three.middle, three.latest].toSorted());
    expect(notes(three)).toEqual([0, 0, 0]);
    expect(three.story.portal.contacts()).toHaveLength(3);
  });

  it("is written where the operator chooses, and so are the number's next calls, in either order of the e-mail and the number", async () => {
    const three = await sharedNumber("hold");
    const { story } = three;
    const view = await called(story);
    expect((await story.api("POST", `/api/calls/${view.call}/choose`, { contact: three.middle })).status).toBe(202);
    await story.settle();
    expect(await story.call(view.call)).toMatchObject({
      status: "written",
      problem: null,
      records: { contact: { id: three.middle }, note: { action: "created" } },
    });
    expect(await called(story, { input_variables: { email: "unknown@example.com" } })).toMatchObject({
      status: "written",
      records: { contact: { id: three.middle } },
    });
    expect(notes(three)).toEqual([0, 2, 0]);
  });

  it("takes only a candidate for an answer while the call waits for one, and another contact afterwards", async () => {
    const three = await sharedNumber("hold");
    const { story } = three;
    const stranger = story.portal.add("contacts", { firstname: "Stranger" });
    const view = await called(story);
    expect(await story.api("POST", `/api/calls/${view.call}/choose`, { contact: stranger })).toMatchObject({
      status: 409,
      body: { error: { code: "cannot_choose" } },
    });
    expect(await story.api("POST", `/api/calls/${view.call}/choose`, {})).toMatchObject({ status: 400 });
    expect(await story.api("POST", "/api/calls/nobody/choose", { contact: stranger })).toMatchObject({ status: 404 });
    await story.api("POST", `/api/calls/${view.call}/choose`, { contact: Number(three.oldest) });
    await story.settle();
    expect(notes(three)).toEqual([1, 0, 0]);
    expect(await story.api("POST", `/api/calls/${view.call}/choose`, { contact: three.latest })).toMatchObject({ status: 202 });
    await story.settle();
    expect(notes(three)).toEqual([0, 0, 1]);
  });

  it("lets the choice decide for all of the number's calls that wait", async () => {
    const three = await sharedNumber("hold");
    const { story } = three;
    const views = [await called(story), await called(story), await called(story)];
    await story.api("POST", `/api/calls/${views[1]?.call}/choose`, { contact: three.latest });
    await story.settle();
    for (const { call } of views)
      expect(await story.call(call)).toMatchObject({ status: "written", records: { contact: { id: three.latest } } });
    expect(notes(three)).toEqual([0, 0, 3]);
  });

  it("asks again when the chosen contact is deleted", async () => {
    const three = await sharedNumber("hold");
    const { story } = three;
    const view = await called(story);
    await story.api("POST", `/api/calls/${view.call}/choose`, { contact: three.middle });
    await story.settle();
    story.portal.archive("contacts", three.middle);
    const next = await called(story);
    expect(next).toMatchObject({ status: "held" });
    expect(next.records["contact"].candidates.toSorted()).toEqual([three.oldest, three.latest].toSorted());
  });

  it("follows the chosen contact into a merge", async () => {
    const three = await sharedNumber("hold");
    const { story } = three;
    const view = await called(story);
    await story.api("POST", `/api/calls/${view.call}/choose`, { contact: three.middle });
    await story.settle();
    const survivor = story.portal.merge("contacts", three.latest, three.middle);
    expect(await called(story)).toMatchObject({ status: "written", records: { contact: { id: survivor } } });
    expect(story.portal.notesOf(survivor)).toHaveLength(2);
  });

  it("is settled too when the candidates are merged and the call replayed", async () => {
    const three = await sharedNumber("hold");
    const { story } = three;
    const view = await called(story);
    const survivor = story.portal.merge("contacts", story.portal.merge("contacts", three.latest, three.middle), three.oldest);
    await story.api("POST", `/api/calls/${view.call}/replay`);
    await story.settle();
    expect(await story.call(view.call)).toMatchObject({ status: "written", records: { contact: { id: survivor } } });
  });

  it("asks even where the number's earlier calls had only one contact to go to", async () => {
    const story = await startStory({ mappings: [mapping("hold")] });
    const first = story.portal.add("contacts", { firstname: "Alda", phone: SHARED });
    expect(await called(story)).toMatchObject({ status: "written", records: { contact: { id: first } } });
    const second = story.portal.add("contacts", { firstname: "Bruno", phone: "(11) 3003-0009" });
    const view = await called(story);
    expect(view).toMatchObject({ status: "held" });
    expect(view.records["contact"].candidates).toEqual([first, second]);
  });

  it("keeps a revision where the call was written, whoever else has the number by now", async () => {
    const story = await startStory({ mappings: [mapping("hold")] });
    const first = story.portal.add("contacts", { firstname: "Alda", phone: SHARED });
    const call = aCall({ customer_phone: SHARED });
    await story.deliver(call);
    await story.settle();
    story.portal.add("contacts", { firstname: "Bruno", phone: SHARED });
    await story.deliver({ ...call, extracted_variables: { status: true, summary: "Changed" } });
    await story.settle();
    expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", revision: 2, records: { contact: { id: first } } });
    expect(story.portal.notesOf(first)).toHaveLength(1);
  });
});

describe("`hold_task`", () => {
  it("leaves one task for the sales team, on all the candidates", async () => {
    const three = await sharedNumber("hold", TASK);
    const view = await called(three.story);
    expect(view).toMatchObject({ status: "held", records: { contact_hold_task: { object: "tasks", action: "created" } } });
    expect(tasks(three.story)).toHaveLength(1);
    const [task] = tasks(three.story);
    expect(task?.properties).toMatchObject({ hs_task_subject: "Who is +55 11 3003-0009?", hs_task_status: "NOT_STARTED" });
    for (const id of [three.oldest, three.middle, three.latest])
      expect(three.story.portal.associated("contacts", id, "tasks").map((one) => one.id)).toEqual([task?.id]);
  });

  it("leaves no other one: not for a replay, a revision, nor the number's next calls", async () => {
    const three = await sharedNumber("hold", TASK);
    const { story } = three;
    const call = aCall({ customer_phone: SHARED });
    await story.deliver(call);
    await story.settle();
    await story.api("POST", `/api/calls/${call["id"]}/replay`);
    await story.settle();
    await story.deliver({ ...call, extracted_variables: { status: false, summary: "Changed" } });
    await story.settle();
    await called(story);
    expect(tasks(story)).toHaveLength(1);
    expect(await story.call(call["id"] as number)).toMatchObject({ status: "held" });
  });

  it("is left alone where somebody deleted it", async () => {
    const three = await sharedNumber("hold", TASK);
    const { story } = three;
    const view = await called(story);
    story.portal.archive("tasks", tasks(story)[0]?.id as string);
    await story.api("POST", `/api/calls/${view.call}/replay`);
    await story.settle();
    expect(tasks(story)).toHaveLength(0);
    expect(await story.call(view.call)).toMatchObject({ status: "held" });
  });

  it("is completed when the operator chooses", async () => {
    const three = await sharedNumber("hold", TASK);
    const { story } = three;
    const view = await called(story);
    const other = await called(story);
    await story.api("POST", `/api/calls/${view.call}/choose`, { contact: three.latest });
    await story.settle();
    expect(tasks(story).map(({ properties }) => properties["hs_task_status"])).toEqual(["COMPLETED"]);
    expect(await story.call(view.call)).toMatchObject({ status: "written", records: { contact: { id: three.latest } } });
    expect(await story.call(other.call)).toMatchObject({ status: "written" });
    const later = await called(story);
    expect(later).toMatchObject({ status: "written", records: { contact: { id: three.latest } } });
    expect(later.records).not.toHaveProperty("contact_hold_task");
    expect(tasks(story)).toHaveLength(1);
  });

  it("is not doubled when HubSpot's answer is lost", async () => {
    const three = await sharedNumber("hold", TASK);
    three.story.portal.faults.next.push({ effect: "error-after", path: "tasks/batch/create" });
    await called(three.story);
    expect(tasks(three.story)).toHaveLength(1);
  });

  it("is not there where only one contact has the number", async () => {
    const story = await startStory({ mappings: [mapping("hold", TASK)] });
    story.portal.add("contacts", { firstname: "Alda", phone: SHARED });
    const view = await called(story);
    expect(view).toMatchObject({ status: "written" });
    expect(Object.keys(view.records)).toEqual(["contact", "note"]);
    expect(tasks(story)).toHaveLength(0);
  });
});
