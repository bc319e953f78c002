import { expect, it } from "vitest";
import shipped from "../../../mappings/otonistark.yaml?raw";
import { costOf } from "../../growth/count-rows.ts";
import { type Story, aCall, startStory } from "../../story.ts";

/** What each row of the bill holds: a call taken in, tried and settled alone, and one row to erase it. */
const MOST = 11;

interface Kind {
  customer: number;
  hasEmail?: boolean;
  hasLead?: boolean;
  /** The how manieth call of its customer. */
  nth?: number;
}

const phoneOf = (customer: number) => `+55119${40_000_000 + customer * 11}`;

const callOf = ({ customer, hasEmail = false, hasLead = false, nth = 1 }: Kind) =>
  aCall({
    customer_phone: phoneOf(customer),
    created_at: `2026-03-0${nth}T16:00:00Z`,
    extracted_variables: { status: true, summary: `Call ${nth}`, next_action: `step_${nth}` },
    input_variables: { customer_name: "Mariana Prado", ...(hasEmail && { email: `c${customer}@prado.example` }) },
    ...(hasLead && { lead: { id: customer, phone_number: phoneOf(customer), variables: {} } }),
  });

const rowsOf = (story: Story, work: () => Promise<void>): Promise<number> =>
  story.inOutbox(async (_, { storage }) => (await costOf(storage.sql, work)).written);

function inHubSpot(story: Story, customer: number, what: { withDeal: boolean }): void {
  const contact = story.portal.add("contacts", { firstname: "Mari", phone: phoneOf(customer) });
  if (what.withDeal)
    story.portal.add("deals", { dealname: "Deal", dealstage: "appointmentscheduled" }, { associations: { contacts: [contact] } });
}

/** A first call each, and two more of the same customer. */
const CUSTOMERS: [string, Kind, { withDeal: boolean } | null][] = [
  ["a new customer", { customer: 1 }, null],
  ["a new customer with an address", { customer: 2, hasEmail: true }, null],
  ["a new lead", { customer: 3, hasLead: true }, null],
  ["a new lead with an address", { customer: 4, hasEmail: true, hasLead: true }, null],
  ["whom HubSpot knows", { customer: 5 }, { withDeal: false }],
  ["whom HubSpot knows with a deal", { customer: 6, hasEmail: true }, { withDeal: true }],
  ["a lead whom HubSpot knows", { customer: 7, hasLead: true }, { withDeal: false }],
  ["a lead whom HubSpot knows with a deal", { customer: 8, hasEmail: true, hasLead: true }, { withDeal: true }],
];

it.each(CUSTOMERS)(
  "with the mapping that we ship, a call of %s costs at most eleven rows, its erasure included",
  async (_, kind, known) => {
    const story = await startStory({ mappings: [shipped] });
    await story.deliver(callOf({ customer: 99 }));
    await story.settle();
    if (known) inHubSpot(story, kind.customer, known);
    const costs: number[] = [];
    for (const nth of [1, 2, 3])
      costs.push(
        await rowsOf(story, async () => {
          await story.deliver(callOf({ ...kind, nth }));
          await story.settle();
        }),
      );
    const notes = story.portal.all("notes");
    expect(notes).toHaveLength(kind.hasLead ? 2 : 4);
    expect(notes.at(-1)?.properties["hs_note_body"]).toContain("Call 3");
    story.clock.advance(31 * 86_400_000);
    const erasing = await rowsOf(story, () => story.drain());
    expect(await story.sql("SELECT 1 FROM bodies")).toEqual([]);
    // Three, the one before, and that the counts of what came are written.
    expect(erasing).toBeLessThanOrEqual(5);
    expect(Math.max(...costs) + 1).toBeLessThanOrEqual(MOST);
    expect(Math.min(...costs)).toBeGreaterThan(6);
  },
);

it("many that come at once, all of them leads with an address and a deal, cost at most eleven each, too", async () => {
  const story = await startStory({ mappings: [shipped] });
  const customers = Array.from({ length: 60 }, (_, index) => 100 + index);
  for (const customer of customers) inHubSpot(story, customer, { withDeal: true });
  await story.deliver(callOf({ customer: 99 }));
  await story.settle();
  const rows = await rowsOf(story, async () => {
    for (const customer of customers) await story.deliver(callOf({ customer, hasEmail: true, hasLead: true }));
    await story.settle();
  });
  expect(story.portal.all("notes")).toHaveLength(61);
  // A tenth of them find the shelf full on which a call costs no row in the index of customers' queues.
  expect(rows / customers.length + 1).toBeLessThanOrEqual(MOST + 0.3);
});
