import type { Phone } from "../../src/normalize/phone-number.ts";
import { readPhone } from "../../src/normalize/phone.ts";
import type { Portal } from "../../src/sandbox/portal/portal.ts";

/** Half of the customers are known to the portal, their numbers typed as people type, with an open deal each; half are new. */
export interface Crowd {
  calls: number;
  bodies: string[];
  phones: Phone[];
}

/** Every other customer is in the portal already. */
export const isKnown = (index: number): boolean => index % 2 === 0;

const phoneOf = (index: number) => `+55119${String(70_000_000 + index * 13)}`;

const TYPED: ((phone: string) => string)[] = [
  (phone) => phone,
  (phone) => `(${phone.slice(3, 5)}) ${phone.slice(5, 10)}-${phone.slice(10)}`,
  (phone) => `${phone.slice(3, 5)} ${phone.slice(5, 10)} ${phone.slice(10)}`,
  (phone) => `+55 ${phone.slice(3, 5)} ${phone.slice(5, 10)}-${phone.slice(10)}`,
  (phone) => `0${phone.slice(3)}`,
];

export function crowd(portal: Portal, calls: number): Crowd {
  for (let index = 0; index < calls; index += 2) {
    const phone = TYPED[(index / 2) % TYPED.length]?.(phoneOf(index)) ?? "";
    const contact = portal.add("contacts", { firstname: `Known ${index}`, lastname: "Customer", phone });
    portal.add("deals", { dealname: `Deal ${index}`, dealstage: "appointmentscheduled" }, { associations: { contacts: [contact] } });
  }
  const phones = Array.from({ length: calls }, (_, index) => readPhone(phoneOf(index), "BR") as Phone);
  return { calls, phones, bodies: Array.from({ length: calls }, (_, index) => body(index, index)) };
}

/** One more call of each of the customers, who are known to the portal and to the ledger by now. */
export function callAgain(calls: number): string[] {
  return Array.from({ length: calls }, (_, index) => body(index, 1_000_000 + index));
}

function body(index: number, call: number): string {
  const at = new Date(Date.parse("2026-05-04T12:00:00Z") + call * 500).toISOString();
  const turns = Array.from({ length: 12 }, (_, turn) => ({
    text:
      turn % 2 === 0
        ? `Could you tell me a little more about point ${turn}?`
        : `Yes, for point ${turn} we would need an offer by the end of the week.`,
    type: "transcript",
    sender: turn % 2 === 0 ? "bot" : "human",
    timestamp: turn * 4.5,
  }));
  return JSON.stringify({
    id: 900_000 + call,
    status: "completed",
    duration: 58,
    customer_phone: phoneOf(index),
    assistant_phone: "+551130030001",
    extracted_variables: {
      status: true,
      summary: `Asked for an offer, number ${call}`,
      next_action: `Send offer ${call}`,
      interest: "high",
    },
    input_variables: { customer_name: `Person ${index} Silva` },
    transcript: turns,
    recording_url: `https://recordings.example.com/${index}.mp3`,
    created_at: at,
    finished_at: at,
  });
}
