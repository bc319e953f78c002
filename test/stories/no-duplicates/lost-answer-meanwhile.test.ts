import { expect, it } from "vitest";
import { onTheWay } from "../../on-the-way.ts";
import { aCall, startStory } from "../../story.ts";

const SHARED = `
version: 1
name: Shared
country: BR
records:
  company:
    find_by:
      - domain: "{{ input_variables.domain }}"
    if_missing: create
    set:
      name: "{{ input_variables.domain }}"
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
  note:
    roll_up: lead
    body: "<p>{{ extracted_variables.summary }}</p>"
`;
const [ANA, BRUNO] = ["+5511987650001", "+5511987650002"];
const ONE_BY_ONE = { requests: 400, batchesAtOnce: 2, callsABatch: 1 };

const callOf = (phone: string, minute: number, { lead = 9, domain = "mesanova.example" } = {}) =>
  aCall({
    customer_phone: phone,
    lead: { id: lead, phone_number: phone, variables: {} },
    input_variables: { domain },
    extracted_variables: { summary: `By ${phone}` },
    created_at: `2026-03-02T14:0${minute}:00Z`,
  });

/** The answer to the first creation of such records is lost; the second customer's number is searched for until that attempt is over. */
function loseAnswerWhileNextSearches(path: string): void {
  let isLost = false;
  onTheWay(async (request, pass) => {
    if (!isLost && request.url.includes(path)) {
      await pass();
      setTimeout(() => (isLost = true), 60);
      throw new TypeError("lost");
    }
    const text = request.method === "POST" ? await request.clone().text() : "";
    while (!isLost && /\/search/.test(request.url) && text.includes("987650002")) await scheduler.wait(2);
    return pass();
  });
}

it.each(["companies/batch/create", "notes/batch/create"])(
  "what two customers share is made once, although the first answer is lost while the second is being looked for (%s)",
  async (path) => {
    const story = await startStory({ mappings: [SHARED], pace: ONE_BY_ONE, portal: { indexLagMs: 20_000 } });
    loseAnswerWhileNextSearches(path);
    const calls = [callOf(ANA, 1), callOf(BRUNO, 2)];
    for (const call of calls) await story.deliver(call);
    await story.settle();
    expect(story.portal.all("companies")).toHaveLength(1);
    expect(story.portal.all("notes")).toHaveLength(1);
    for (const call of calls) expect(await story.call(call["id"] as number)).toMatchObject({ status: "written" });
  },
);

it("a company is made once although the call that lost its answer found it again while the next one's old search was on its way", async () => {
  const story = await startStory({ mappings: [SHARED], pace: ONE_BY_ONE, portal: { indexLagMs: 20_000 } });
  const [first, second, third] = [
    callOf(ANA, 1),
    callOf(BRUNO, 2, { lead: 10 }),
    callOf("+5511987650003", 3, { lead: 11, domain: "another.example" }),
  ];
  const isWritten = async () => (await story.sql<{ status: string }>(`SELECT status FROM calls WHERE call = '${first["id"]}'`))[0]?.status;
  let lost = 0;
  let isSought = false;
  onTheWay(async (request, pass, body) => {
    const answer = pass();
    if (request.url.includes("/companies/batch/create") && lost++ === 0) throw new TypeError((await answer) && "lost");
    if (/\/search/.test(request.url) && JSON.stringify(body).includes("987650002") && !isSought) {
      await answer;
      isSought = true;
      // The third call's batch ends long after, and makes room for the first one's again.
      while ((await isWritten()) !== "written") await scheduler.wait(2);
    }
    if (request.url.includes("/notes/batch/create") && JSON.stringify(body).includes("By +5511987650003")) {
      while (!isSought) await scheduler.wait(2);
      story.clock.advance(60_000);
    }
    return answer;
  });
  await story.deliver(first);
  await story.drain();
  for (const call of [second, third]) await story.deliver(call);
  await story.settle();
  expect(story.portal.all("companies").map(({ properties }) => properties["domain"])).toEqual(["mesanova.example", "another.example"]);
});
