import { describe, expect, it, onTestFinished } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const CONTACT = `
version: 1
name: Attached
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
`;
const NOTE = `
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;
const TICKET = `${CONTACT}
  ticket:
    find: { open: true }
    if_missing: create
    set:
      subject: "Call: {{ extracted_variables.summary }}"
      hs_pipeline_stage: New
${NOTE}`;
const COMPANY = `${CONTACT}
  company:
    find: {}
    if_missing: create
    set:
      name: "{{ input_variables.company }}"
${NOTE}`;
const VISIT = `${CONTACT}
  visit:
    object: p12345_visits
    find: {}
    if_missing: create
    set:
      visit: "{{ extracted_variables.summary }}"
  note:
    on: [visit]
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

const aCompanysCall = () => aCall({ input_variables: { customer_name: "Beatriz Prado", company: "Mesa Nova" } });

async function storyOf(mapping: string): Promise<Story> {
  const story = await startStory({ mappings: [mapping], portal: { indexLagMs: 20_000 } });
  story.portal.defineObject({ name: "p12345_visits", title: "visit" }, [{ name: "visit" }]);
  return story;
}

/** How many records of a kind there are, and how many of them are associated with the one contact. */
function onContact({ portal }: Story, object: string): { all: number; attached: number } {
  const [contact] = portal.contacts();
  return { all: portal.all(object).length, attached: portal.associated("contacts", contact!.id, object).length };
}

it.each(["drop-after", "error-after"] as const)("a ticket whose answer is lost is there once, on its contact (%s)", async (effect) => {
  const story = await storyOf(TICKET);
  story.portal.faults.next.push({ effect, path: "tickets/batch/create" });
  await story.deliver(aCall());
  await story.settle();
  expect(onContact(story, "tickets")).toEqual({ all: 1, attached: 1 });
  expect(story.portal.all("notes")).toHaveLength(1);
});

it("a ticket is found again however long the machine was dead", async () => {
  const story = await storyOf(TICKET);
  story.portal.faults.next.push({ effect: "drop-after", path: "tickets/batch/create" });
  await story.deliver(aCall());
  await story.drain();
  // As a machine leaves it that died in mid-flight.
  await story.inOutbox((_, { storage }) => storage.sql.exec("UPDATE bodies SET intent = json_set(intent, '$.endedAt', NULL)"));
  story.clock.advance(3_600_000);
  await story.settle();
  expect(onContact(story, "tickets")).toEqual({ all: 1, attached: 1 });
});

it("a company reached through the contact is created on it, in the same request", async () => {
  const story = await storyOf(COMPANY);
  story.portal.add("contacts", { firstname: "Beatriz", phone: "+5511987650001" });
  story.clock.advance(60_000);
  story.portal.faults.next.push({ effect: "drop-after", path: "companies/batch/create" });
  await story.deliver(aCompanysCall());
  await story.settle();
  expect(onContact(story, "companies")).toEqual({ all: 1, attached: 1 });
});

describe("a custom object", () => {
  it("and its note are created where they belong, with no request beside", async () => {
    const story = await storyOf(VISIT);
    await story.deliver(aCall());
    await story.settle();
    const [visit] = story.portal.all("p12345_visits");
    expect(onContact(story, "p12345_visits")).toEqual({ all: 1, attached: 1 });
    expect(story.portal.associated("p12345_visits", visit!.id, "notes")).toHaveLength(1);
    expect(story.portal.requests.filter(({ path }) => path.endsWith("/default"))).toEqual([]);
  });

  it.each(["visits/batch/create", "notes/batch/create"])("is there once when the answer of %s is lost", async (path) => {
    const story = await storyOf(VISIT);
    story.portal.faults.next.push({ effect: "drop-after", path });
    await story.deliver(aCall());
    await story.settle();
    const [visit] = story.portal.all("p12345_visits");
    expect(onContact(story, "p12345_visits")).toEqual({ all: 1, attached: 1 });
    expect(story.portal.all("notes")).toHaveLength(1);
    expect(story.portal.associated("p12345_visits", visit!.id, "notes")).toHaveLength(1);
  });

  it.each(["visits/contacts/batch/associate", "notes/p12345_visits/batch/associate"])(
    "is attached in the end, where the portal tells no types and %s fails first",
    async (path) => {
      const story = await storyOf(VISIT);
      tellNoTypes();
      story.portal.faults.next.push({ effect: "error-before", path });
      const call = aCall();
      await story.deliver(call);
      await story.settle();
      const [visit] = story.portal.all("p12345_visits");
      expect(onContact(story, "p12345_visits")).toEqual({ all: 1, attached: 1 });
      expect(story.portal.associated("p12345_visits", visit!.id, "notes")).toHaveLength(1);
      expect(story.portal.all("notes")).toHaveLength(1);
      const { status, records } = await story.call(call["id"] as number);
      expect([status, records["visit"].action, records["note"].action]).toEqual(["written", "created", "created"]);
    },
  );

  it("is not attached anew once a person has taken it off, when the call is replayed", async () => {
    const story = await storyOf(VISIT);
    tellNoTypes();
    const call = aCall();
    await story.deliver(call);
    await story.settle();
    const [contact, visit] = [story.portal.contacts()[0]!, story.portal.all("p12345_visits")[0]!];
    await story.portal.fetch(
      new Request("http://hubspot.test/crm/associations/2026-09/contacts/p12345_visits/batch/archive", {
        method: "POST",
        headers: { Authorization: "Bearer pat-test" },
        body: JSON.stringify({ inputs: [{ from: { id: contact.id }, to: [{ id: visit.id }] }] }),
      }),
    );
    expect(onContact(story, "p12345_visits").attached).toBe(0);
    await story.api("POST", `/api/calls/${call["id"]}/replay`);
    await story.settle();
    expect(onContact(story, "p12345_visits")).toEqual({ all: 1, attached: 0 });
  });
});

/** A portal, or a key, that does not say which types of associations there are. */
function tellNoTypes(): void {
  const { fetch } = globalThis;
  globalThis.fetch = ((input: RequestInfo, init?: RequestInit) => {
    const { url } = new Request(input, init);
    return url.endsWith("/labels") ? Promise.resolve(new Response("{}", { status: 404 })) : fetch(input, init);
  }) as typeof fetch;
  onTestFinished(() => void (globalThis.fetch = fetch));
}
