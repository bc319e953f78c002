import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";

const ANA = "+5511987650001";
const RUI = "+5511944440002";

const summary = (text: string) => ({ extracted_variables: { status: true, summary: text } });
const notes = (story: Story) => story.portal.all("notes").map(({ properties }) => properties["hs_note_body"] ?? "");

async function anasCall(fields: Record<string, unknown> = {}): Promise<{ story: Story; call: Record<string, unknown> }> {
  const story = await startStory({ mappings: [SALES] });
  const call = aCall({ id: 7, customer_phone: ANA, ...summary("Ana wants oak"), ...fields });
  await story.deliver(call);
  await story.settle();
  return { story, call };
}

describe("a call of another customer under an id that is taken", () => {
  it("is held under an id of its own, and the first customer's call, note and body stay as they are", async () => {
    const { story, call } = await anasCall();
    const before = await story.call(7);
    const answer = await story.deliver({ ...call, customer_phone: RUI, ...summary("Rui wants pine") });
    expect(answer).toMatchObject({ status: 202, body: { status: "accepted", call: expect.stringMatching(/^7~/) } });
    await story.settle();
    expect(await story.call(7)).toEqual(before);
    expect(notes(story)).toEqual([expect.stringContaining("Ana wants oak")]);
    expect((await story.api("GET", "/api/calls/7?body=1")).body.delivery).toMatchObject({ customer_phone: ANA });
    const held = (await story.api("GET", "/api/calls?status=held")).body.calls;
    expect(held).toMatchObject([{ call: answer.body.call, problem: { code: "same_id_other_customer" } }]);
    expect((await story.api("GET", `/api/calls/${encodeURIComponent(held[0].call)}?body=1`)).body.delivery).toMatchObject({
      customer_phone: RUI,
    });
  });

  it("also when the first one is still on its way, erased, or comes in the same moment", async () => {
    const story = await startStory({ mappings: [SALES] });
    const call = aCall({ id: 7, customer_phone: ANA, ...summary("Ana wants oak") });
    const other = { ...call, customer_phone: RUI, ...summary("Rui wants pine") };
    await story.inOutbox(() => {});
    const answers = await Promise.all([story.deliver(call), story.deliver(other)]);
    expect(answers.map(({ body }) => body.call)).toEqual(["7", expect.stringMatching(/^7~/)]);
    await story.settle();
    story.clock.advance(31 * 86_400_000);
    await story.drain();
    expect((await story.deliver({ ...other, ...summary("Rui wants beech") })).body.call).toBe(answers[1]?.body.call);
    expect((await story.call(7)).status).toBe("written");
    expect(notes(story)).toEqual([expect.stringContaining("Ana wants oak")]);
  });

  it("is kept once, however often it comes, and written when an operator replays it", async () => {
    const { story, call } = await anasCall();
    const other = { ...call, customer_phone: RUI, ...summary("Rui wants pine") };
    const first = (await story.deliver(other)).body;
    expect((await story.deliver(other)).body).toEqual({ call: first.call, status: "unchanged" });
    await story.api("POST", `/api/calls/${encodeURIComponent(first.call)}/replay`);
    await story.settle();
    expect(await story.call(encodeURIComponent(first.call))).toMatchObject({ status: "written", problem: null });
    expect(notes(story)).toEqual([expect.stringContaining("Ana wants oak"), expect.stringContaining("Rui wants pine")]);
    expect((await story.deliver({ ...other, ...summary("Rui wants beech") })).body).toEqual({ call: first.call, status: "revised" });
    await story.settle();
    expect(notes(story)[1]).toContain("Rui wants beech");
  });

  it("is told by the lead, or by an address known before the call, where there is no number", async () => {
    const lead = (id: number) => ({ id, variables: [], phone_number: null });
    const { story, call } = await anasCall({ customer_phone: null, lead: lead(1) });
    expect((await story.deliver({ ...call, lead: lead(2), ...summary("Other") })).body.call).toMatch(/^7~/);
    const web = { ...call, id: 8, lead: null, input_variables: { email: "ana@example.com" } };
    await story.deliver(web);
    expect((await story.deliver({ ...web, input_variables: { email: "rui@example.com" } })).body.call).toMatch(/^8~/);
  });
});

describe("a revision of the same customer's call", () => {
  const lead = { id: 9, variables: { email: "ana@example.com" }, phone_number: ANA };

  it.each([
    ["whose number is spelled otherwise", { customer_phone: "(11) 98765-0001" }],
    ["whose number is corrected, for the same lead", { customer_phone: RUI }],
    ["without a number", { customer_phone: null, lead: null }],
    [
      "whose address came up in the call",
      { customer_phone: RUI, lead: null, extracted_variables: { summary: "x", email: "Ana@Example.com" } },
    ],
  ])("%s is one", async (_, change) => {
    const { story, call } = await anasCall({ lead });
    expect((await story.deliver({ ...call, ...summary("News"), ...change })).body).toEqual({ call: "7", status: "revised" });
  });

  it("of which nothing can be compared is one", async () => {
    const { story, call } = await anasCall({ customer_phone: null });
    expect((await story.deliver({ ...call, ...summary("News") })).body.status).toBe("revised");
    expect((await story.deliver({ ...call, ...summary("More"), customer_phone: ANA })).body.status).toBe("revised");
  });
});

describe("an older body of a call", () => {
  const newer = (id: number) => aCall({ id, finished_at: "2026-03-02T16:00:00Z", ...summary("Newer") });
  const older = (id: number) => ({ ...newer(id), finished_at: "2026-03-02T15:00:00Z", ...summary("Older") });
  const renamed = ({ finished_at, ...call }: Record<string, unknown>) => ({ ...call, updated_at: finished_at });
  const WRAPPED: [string, (body: Record<string, unknown>) => unknown][] = [
    ["as it is", (body) => body],
    ["in `data`", (data) => ({ data })],
    ["in `body` in a list", (body) => [{ body }]],
    ["in a list", (body) => [body]],
    ["with `updated_at`", renamed],
    ["with `updated_at`, in `payload`", (body) => ({ payload: renamed(body) })],
  ];

  it.each(WRAPPED)("%s changes nothing, whatever the newer one came in, kept or erased", async (_, wrap) => {
    const story = await startStory({ mappings: [SALES] });
    let id = 100;
    for (const [, wrapNewer] of WRAPPED) {
      await story.deliver(wrapNewer(newer(++id)));
      expect((await story.deliver(wrap(older(id)))).body).toEqual({ call: String(id), status: "unchanged" });
      expect((await story.deliver(wrap({ ...older(id), finished_at: "2026-03-02T17:00:00Z" }))).body.status).toBe("revised");
    }
    await story.settle();
    story.clock.advance(31 * 86_400_000);
    await story.drain();
    expect((await story.deliver(wrap(older(id)))).body.status).toBe("unchanged");
  });
});
