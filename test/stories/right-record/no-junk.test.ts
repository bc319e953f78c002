import { describe, expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";

const mapping = (keys = '- phone: "{{ customer_phone }}"', more = "") => `
version: 1
name: No junk
country: BR
records:
  contact:
    find_by:
      ${keys}
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      lastname: { from: input_variables.customer_name, format: last_name, write: if_empty }
      phone: { from: customer_phone, write: if_empty }
${more}
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

const NAMELESS = { input_variables: [] };

async function called(story: Story, fields: Record<string, unknown> = {}) {
  const call = aCall(fields);
  await story.deliver(call);
  await story.settle();
  return { call, view: await story.call(call["id"] as number) };
}

const names = (story: Story) =>
  story.portal.contacts().map(({ properties: { firstname = null, lastname = null } }) => [firstname, lastname]);

describe("a contact known only by its number", () => {
  it("is called by it, as people write it", async () => {
    const story = await startStory({ mappings: [mapping()] });
    const { view } = await called(story, NAMELESS);
    expect(view).toMatchObject({ status: "written", records: { contact: { action: "created" } } });
    expect(names(story)).toEqual([["+55 11 98765-0001", null]]);
  });

  it("gets its first real name from a later call", async () => {
    const story = await startStory({ mappings: [mapping()] });
    await called(story, NAMELESS);
    const { view } = await called(story, { input_variables: { customer_name: "Beatriz Prado" } });
    expect(names(story)).toEqual([["Beatriz", "Prado"]]);
    expect(view.records["contact"]).toMatchObject({ action: "updated", set: { firstname: { to: "Beatriz" } } });
    await called(story, { input_variables: { customer_name: "Somebody Else" } });
    expect(names(story)).toEqual([["Beatriz", "Prado"]]);
  });

  it("gets it from the same call, evaluated again", async () => {
    const story = await startStory({ mappings: [mapping()] });
    const { call } = await called(story, NAMELESS);
    await story.deliver({ ...call, input_variables: { customer_name: "Beatriz Prado" } });
    await story.settle();
    expect(names(story)).toEqual([["Beatriz", "Prado"]]);
  });

  it("keeps the name that a person typed meanwhile", async () => {
    const story = await startStory({ mappings: [mapping()] });
    await called(story, NAMELESS);
    story.portal.edit("contacts", story.portal.contacts()[0]?.id as string, { firstname: "Bia" });
    await called(story, { input_variables: { customer_name: "Beatriz Prado" } });
    expect(names(story)).toEqual([["Bia", "Prado"]]);
  });

  it("counts as nameless for what the next note says", async () => {
    const story = await startStory({
      mappings: [mapping().replace("<p>{{", "<p>For {{ contact.firstname | default: 'nobody known' }}: {{")],
    });
    await called(story, NAMELESS);
    await called(story, { ...NAMELESS, created_at: "2026-03-03T10:00:00Z" });
    const [contact] = story.portal.contacts();
    for (const note of story.portal.notesOf(contact?.id as string)) expect(note.properties["hs_note_body"]).toContain("For nobody known");
  });

  it("gives way in another spelling of the number, too", async () => {
    const story = await startStory({ mappings: [mapping()] });
    story.portal.add("contacts", { firstname: "(11) 8765-0001", phone: "(11) 98765-0001" });
    await called(story, { input_variables: { customer_name: "Beatriz Prado" } });
    expect(names(story)).toEqual([["Beatriz", "Prado"]]);
  });

  it("has no number for a name where it has an e-mail", async () => {
    const story = await startStory({ mappings: [mapping('- email: "{{ input_variables.email }}"')] });
    await called(story, { input_variables: { email: "bia@example.com" } });
    expect(story.portal.contacts()[0]?.properties).toMatchObject({ email: "bia@example.com", phone: "+5511987650001" });
    expect(names(story)).toEqual([[null, null]]);
  });
});

describe("what a new contact says of itself", () => {
  it("is where it came from, that it is non-marketing, and nothing of it on a contact that was there", async () => {
    const story = await startStory({ mappings: [mapping(undefined, "      lead_origin: { value: AI call, write: if_new }")] });
    story.portal.defineProperty("contacts", { name: "lead_origin" });
    await called(story, NAMELESS);
    const known = story.portal.add("contacts", { firstname: "Ana", phone: "+5511987650002" });
    await called(story, { customer_phone: "+5511987650002" });
    expect(story.portal.get("contacts", known)?.properties).not.toHaveProperty("lead_origin");
    expect(story.portal.contacts()[0]?.properties).toMatchObject({ lead_origin: "AI call", hs_marketable_status: "false" });
  });
});

describe("a call without a usable number", () => {
  it.each([null, "anonymous", "+190", "1042"])("creates nobody, whatever name it brings: %s", async (customer_phone) => {
    const story = await startStory({ mappings: [mapping()] });
    const { view } = await called(story, { customer_phone, type: "inbound" });
    expect(view).toMatchObject({ status: "skipped", records: { contact: { action: "skipped" } } });
    expect(view.reason).toBeTruthy();
    expect(story.portal.contacts()).toHaveLength(0);
  });

  it("is not replayed into a contact either", async () => {
    const story = await startStory({ mappings: [mapping()] });
    const { call } = await called(story, { customer_phone: "anonymous" });
    await story.api("POST", `/api/calls/${call["id"]}/replay`);
    await story.settle();
    expect(story.portal.contacts()).toHaveLength(0);
  });
});

describe("a web call", () => {
  const WEB = { customer_phone: null, type: "web" };
  const keys =
    '- email: "{{ input_variables.email }}"\n      - customer_number: "{{ input_variables.customer_number }}"\n      - phone: "{{ customer_phone }}"';

  it("finds its contact by e-mail, additional addresses too", async () => {
    const story = await startStory({ mappings: [mapping(keys)] });
    story.portal.defineProperty("contacts", { name: "customer_number" });
    const contact = story.portal.add("contacts", { firstname: "Bia", email: "main@example.com", hs_additional_emails: "old@example.com" });
    const { view } = await called(story, { ...WEB, input_variables: { email: " OLD@example.com " } });
    expect(view).toMatchObject({ status: "written", records: { contact: { id: contact } } });
    expect(story.portal.notesOf(contact)).toHaveLength(1);
  });

  it("finds its contact by an input variable", async () => {
    const story = await startStory({ mappings: [mapping(keys)] });
    story.portal.defineProperty("contacts", { name: "customer_number" });
    const contact = story.portal.add("contacts", { firstname: "Bia", customer_number: "K-1007" });
    story.portal.add("contacts", { firstname: "Cid", customer_number: "K-10070" });
    const { view } = await called(story, { ...WEB, input_variables: { customer_number: "k-1007" } });
    expect(view).toMatchObject({ status: "written", records: { contact: { id: contact } } });
  });

  it("of a new customer creates one contact with its e-mail, however many calls come", async () => {
    const story = await startStory({ mappings: [mapping(keys)], portal: { indexLagMs: 60_000 } });
    story.portal.defineProperty("contacts", { name: "customer_number" });
    const bodies = [1, 2, 3].map(() => aCall({ ...WEB, input_variables: { email: "new@example.com", customer_name: "Nina Lund" } }));
    for (const body of bodies) await story.deliver(body);
    await story.settle();
    expect(story.portal.contacts()).toHaveLength(1);
    expect(story.portal.contacts()[0]?.properties).toMatchObject({ email: "new@example.com", firstname: "Nina" });
    expect(story.portal.notesOf(story.portal.contacts()[0]?.id as string)).toHaveLength(3);
  });

  it("without either is skipped, and says so", async () => {
    const story = await startStory({ mappings: [mapping(keys)] });
    story.portal.defineProperty("contacts", { name: "customer_number" });
    for (const input_variables of [[], {}, null, { email: "{{email}}" }, { email: "not an address" }]) {
      const { view } = await called(story, { ...WEB, input_variables });
      expect(view).toMatchObject({ status: "skipped" });
      expect(view.reason).toMatch(/no phone number|no address|blank/);
    }
    expect(story.portal.contacts()).toHaveLength(0);
  });
});

const COMPANIES = `
version: 1
name: Companies
country: BR
records:
  company:
    find_by:
      - domain: { from: input_variables.email, format: domain }
    if_missing: create
    set:
      name: { from: input_variables.company, write: if_empty }
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;

describe("a company known by the domain of an address", () => {
  it.each([
    "gmail.com",
    "Hotmail.com",
    "yahoo.com.br",
    "outlook.com.br",
    "icloud.com",
    "uol.com.br",
    "live.co.uk",
    "gmx.de",
    "proton.me",
    "web.de",
  ])("is none where the address is a private one (%s): strangers are no colleagues", async (domain) => {
    const story = await startStory({ mappings: [COMPANIES] });
    for (const index of [1, 2]) {
      const { view } = await called(story, {
        customer_phone: `+551198765000${index}`,
        input_variables: { email: `ana${index}@${domain}`, company: `Acme ${index}` },
      });
      expect(view).toMatchObject({ status: "written", records: { company: { action: "skipped" }, contact: { action: "created" } } });
      expect(JSON.stringify(view.records["company"])).toContain("the domain is one of private addresses, and no company's");
    }
    expect(story.portal.all("companies")).toEqual([]);
  });

  it.each(["mesanova.com.br", "gmail.mesanova.com", "hotmailing.com", "live.mesanova.com", "sapo.mesanova.pt", "me.com.br"])(
    "is one where it only looks a little so (%s), and is shared by those who work there",
    async (domain) => {
      const story = await startStory({ mappings: [COMPANIES] });
      for (const index of [1, 2])
        await called(story, {
          customer_phone: `+551198765000${index}`,
          input_variables: { email: `ana${index}@${domain}`, company: "Acme" },
        });
      expect(story.portal.all("companies")).toHaveLength(1);
    },
  );
});
