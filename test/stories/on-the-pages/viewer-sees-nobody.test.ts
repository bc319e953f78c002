import { SELF } from "cloudflare:test";
import { expect, it } from "vitest";
import { aCall, startStory } from "../../story.ts";
import { reader } from "./reader.ts";

/** Stands in every place that may name somebody or hold a word of a conversation. */
const MARK = "Zyxmark";
const DIGITS = "98123";
const MAPPING = `
version: 1
name: Marked
country: BR
records:
  contact:
    find_by:
      - email: "{{ input_variables.email }}"
      - phone: "{{ customer_phone }}"
    if_missing: create
    if_several: hold
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      lastname: "{{ input_variables.customer_name }}"
      phone: { from: customer_phone, write: if_empty }
      city: { from: extracted_variables.city, write: append }
      numemployees: { from: extracted_variables.size, format: number }
      hs_lead_status: "{{ extracted_variables.status }}"
  deal:
    find: { open: true, pick: latest }
    if_missing: create
    set:
      dealname: "Deal of {{ input_variables.customer_name }}"
      pipeline: default
      dealstage: appointmentscheduled
  note:
    at: { from: extracted_variables.when }
    body: "<p>{{ extracted_variables.summary }}</p>{{ call.transcript_html }}"
`;

const marked = (id: number, fields: Record<string, unknown> = {}) =>
  aCall({
    id,
    customer_phone: `+5511${DIGITS}0001`,
    duration: `${MARK} seconds`,
    extracted_variables: { summary: `${MARK} wants desks`, city: MARK, size: `${MARK} people`, status: MARK, when: `${MARK} o'clock` },
    input_variables: { customer_name: `${MARK} Prado`, email: `${MARK}@example.com` },
    transcript: [{ text: `I am ${MARK}.`, type: "transcript", sender: "human", timestamp: 4 }],
    formatted_transcript: `Customer: I am ${MARK}.`,
    recording_url: `https://recordings.example.com/${MARK}.mp3`,
    lead: { id: 5, name: MARK, variables: { nickname: MARK }, campaign: { id: 3, name: "Demo" } },
    ...fields,
  });

it("a viewer reads no personal datum in any page or answer, whatever became of the calls", { timeout: 60_000 }, async () => {
  const story = await startStory({ mappings: [MAPPING] });
  for (const firstname of ["One", "Two"])
    story.portal.add("contacts", { firstname: MARK, lastname: firstname, phone: `+5511${DIGITS}0002` });
  await story.deliver(marked(1));
  await story.deliver(marked(2, { customer_phone: `+5511${DIGITS}0002`, input_variables: { customer_name: MARK } }));
  await story.deliver(marked(3, { customer_phone: `+5511${DIGITS}0003`, input_variables: { email: MARK } }));
  await story.deliver(marked(4, { customer_phone: `${MARK}`, input_variables: [] }));
  await story.deliver({ [MARK]: MARK });
  await story.deliver(`{"customer": "${MARK}`);
  await story.settle(60_000);
  await story.deliver(marked(1, { extracted_variables: { summary: `${MARK} again` }, finished_at: "2026-03-02T15:56:04.000000Z" }));
  story.portal.removeProperty("contacts", "city");
  await story.deliver(marked(5, { customer_phone: `+5511${DIGITS}0005`, input_variables: { customer_name: MARK } }));
  await story.deliver(marked(1, { customer_phone: `+5511${DIGITS}0009`, input_variables: {}, lead: { id: 99 } }));
  await story.settle(60_000);
  await story.api("POST", "/api/calls/3/undo");
  await story.settle(60_000);
  const { body: action } = await story.api("POST", "/api/actions", { do: "replay", where: {} });
  await story.settle(60_000);
  await story.api("POST", "/api/never-logged", { phone: `+5511${DIGITS}0001`, label: MARK });
  await story.api("POST", "/api/pause");
  await story.deliver(marked(6, { customer_phone: `+5511${DIGITS}0006` }));

  const operator = await story.api("GET", "/api/calls?limit=200");
  expect(JSON.stringify(operator.body)).toContain(MARK);
  const ids = operator.body.calls.map(({ call }: { call: string }) => encodeURIComponent(call)) as string[];
  expect(new Set(operator.body.calls.map(({ status }: { status: string }) => status))).toEqual(
    new Set(["pending", "written", "held", "rejected", "skipped"]),
  );
  const viewer = await reader("viewer-token");
  const pages = [
    "/calls?show=1",
    "/problems",
    "/balance",
    "/mappings",
    `/actions/${action.action}`,
    "/sign-out",
    "/try",
    "/numbers",
    "/actions/new?do=undo",
  ];
  const verbs = ids.flatMap((id) => ["", "?show=1&body=1", "/undo", "/park", "/correct", "/choose"].map((verb) => `/calls/${id}${verb}`));
  const answers = [
    "/api/calls?limit=200&body=1",
    "/api/problems",
    "/api/balance",
    "/api/mappings",
    "/api/health",
    "/api/audit",
    "/api/never-logged",
    `/api/actions/${action.action}`,
    ...ids.map((id) => `/api/calls/${id}?body=1`),
  ];
  const leaks: string[] = [];
  const look = async (path: string, answer: Response) => {
    const text = decodeURIComponent((await answer.text()).replaceAll("%", "%25")).toLowerCase();
    const where = [MARK.toLowerCase(), DIGITS].map((word) => text.indexOf(word)).find((at) => at !== -1);
    if (where !== undefined) leaks.push(`${answer.status} ${path}: …${text.slice(Math.max(0, where - 60), where + 60)}`);
  };
  for (const path of [...pages, ...verbs]) await look(path, await viewer.get(path));
  for (const lang of ["pt", "en"]) for (const id of ids) await look(`pt ${id}`, await viewer.get(`/calls/${id}?lang=${lang}`));
  const headers = { Authorization: "Bearer viewer-token" };
  for (const path of answers) await look(path, await SELF.fetch(`http://connector${path}`, { headers }));
  for (const path of ["/api/plan", "/api/actions", ...ids.map((id) => `/api/calls/${id}/replay`)]) {
    const answer = await SELF.fetch(`http://connector${path}`, { method: "POST", headers, body: JSON.stringify(marked(1)) });
    expect([path, answer.status]).toEqual([path, 403]);
    await look(path, answer);
  }
  expect(leaks).toEqual([]);
});
