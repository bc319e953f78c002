import type { Portal } from "../../src/sandbox/portal/portal.ts";

/** Who calls, and what the calls share: a domain each eight customers, a lead each three, an address each pair of those not known yet. */
export class StormCalls {
  readonly calls: number;
  /** Half of them are in the portal already, their numbers typed by hand. */
  readonly known: number;

  constructor(calls: number) {
    this.calls = calls;
    this.known = Math.floor(calls / 2);
  }

  /** Every tenth calls twice. */
  customerOf(call: number): number {
    const customers = Math.floor(this.calls * 0.9);
    return call >= customers ? call - customers : call;
  }

  /** One person may have two numbers, and one address. */
  personOf(customer: number): number {
    return customer < this.known ? customer : customer - ((customer - this.known) % 2);
  }

  body(call: number): string {
    const customer = this.customerOf(call);
    const at = new Date(Date.parse("2026-04-06T09:00:00Z") + call * 1000).toISOString();
    return JSON.stringify({
      id: 500_000 + call,
      status: "completed",
      duration: 40,
      customer_phone: phoneOf(customer),
      lead: { id: 1 + leadOf(customer), phone_number: phoneOf(customer), variables: {} },
      extracted_variables: { status: true, summary: `Storm ${call}`, next_action: `Call back ${call}` },
      input_variables: {
        domain: domainOf(customer),
        ...(customer >= this.known && { email: emailOf(this.personOf(customer)) }),
        ...(customer % 3 === 0 && { customer_name: `Person ${customer}` }),
      },
      transcript: [{ text: `Sentence of call ${call}`, type: "transcript", sender: "human", timestamp: 1 }],
      created_at: at,
      finished_at: at,
    });
  }

  addKnown(portal: Portal): void {
    for (let customer = 0; customer < this.known; customer++) {
      const contact = portal.add("contacts", { firstname: `Known ${customer}`, phone: typed(phoneOf(customer)) });
      portal.add("deals", { dealname: `Deal ${customer}`, dealstage: "appointmentscheduled" }, { associations: { contacts: [contact] } });
    }
  }
}

export const phoneOf = (customer: number) => `+55119${String(60_000_000 + customer * 7)}`;
export const emailOf = (person: number) => `person-${person}@storm.example`;
export const domainOf = (customer: number) => `firm-${Math.floor(customer / 8)}.example`;
export const leadOf = (customer: number) => Math.floor(customer / 3);
const typed = (phone: string) => `(${phone.slice(3, 5)}) ${phone.slice(5, 10)}-${phone.slice(10)}`;
