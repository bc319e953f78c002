import { expect, it } from "vitest";
import shipped from "../../../mappings/otonistark.yaml?raw";
import { costOf } from "../../growth/count-rows.ts";
import { type Story, aCall, startStory } from "../../story.ts";

/** A call taken in, tried, settled and erased. */
const MOST = 11;
const TO_ERASE = 1;

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

type InHubSpot = { withDeal: boolean } | null;

function addToHubSpot(story: Story, customer: number, what: InHubSpot): void {
  if (what === null) return;
  const contact = story.portal.add("contacts", { firstname: "Mari", phone: phoneOf(customer) });
  if (what.withDeal)
    story.portal.add("deals", { dealname: "Deal", dealstage: "appointmentscheduled" }, { associations: { contacts: [contact] } });
}

/** A first call each, and two more of the same customer. */
const CUSTOMERS: [who: string, kind: Kind, known: InHubSpot][] = [
  ["a new customer", { customer: 1 }, null],
  ["a new customer with an address", { customer: 2, hasEmail: true }, null],
  ["a new lead", { customer: 3, hasLead: true }, null],
  ["a new lead with an address", { customer: 4, hasEmail: true, hasLead: true }, null],
  ["whom HubSpot knows", { customer: 5 }, { withDeal: false }],
  ["whom HubSpot knows with a deal", { customer: 6, hasEmail: true }, { withDeal: true }],
  ["a lead whom HubSpot knows", { customer: 7, hasLead: true }, { withDeal: false }],
  ["a lead whom HubSpot knows with a deal", { customer: 8, hasEmail: true, hasLead: true }, { withDeal: true }],
];

/** For the bench's table. */
const tell = (who: string, costs: number[]) => console.log(`rows a call | ${[who, ...costs].join(" | ")} |`);

async function startCounting(): Promise<Story> {
  const story = await startStory({ mappings: [shipped] });
  await story.deliver(callOf({ customer: 99 }));
  await story.settle();
  return story;
}

/** The customer's first call, the second and the third, each alone. */
async function costsAlone(kind: Kind, known: InHubSpot): Promise<number[]> {
  const story = await startCounting();
  addToHubSpot(story, kind.customer, known);
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
  // That of the one before too, and once the counts of what came.
  expect(erasing).toBeLessThanOrEqual(4 * TO_ERASE + 1);
  return costs.map((rows) => rows + TO_ERASE);
}

const CROWD = 60;

async function costInBurst(kind: Kind, known: InHubSpot): Promise<number> {
  const story = await startCounting();
  const customers = Array.from({ length: CROWD }, (_, index) => 100 + index);
  for (const customer of customers) addToHubSpot(story, customer, known);
  const rows = await rowsOf(story, async () => {
    for (const customer of customers) await story.deliver(callOf({ ...kind, customer }));
    await story.settle();
  });
  expect(story.portal.all("notes")).toHaveLength(1 + CROWD);
  return rows / CROWD + TO_ERASE;
}

it.each(CUSTOMERS)(
  "with the mapping that we ship, a call of %s costs at most eleven rows, its erasure included, alone and in a burst",
  async (who, kind, known) => {
    const alone = await costsAlone(kind, known);
    const inBurst = await costInBurst(kind, known);
    tell(who, [...alone, Number(inBurst.toFixed(1))]);
    expect(Math.max(...alone)).toBeLessThanOrEqual(MOST);
    expect(Math.min(...alone)).toBeGreaterThan(7);
    // That a batch was begun, and what it comes to, are a few rows for all of it.
    expect(inBurst).toBeLessThanOrEqual(MOST + 0.1);
  },
);
