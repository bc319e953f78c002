import type { Portal } from "./portal.ts";

const DAY_MS = 86_400_000;

/** A few people that a sales team might know, with deals, for a first look. */
export function addSamplePeople(portal: Portal): void {
  const daysAgo = (days: number) => Date.now() - days * DAY_MS;
  const company = portal.add(
    "companies",
    { name: "Padaria Estrela", domain: "padaria-estrela.example", phone: "+55 11 3333-4444" },
    { at: daysAgo(9) },
  );
  const marina = portal.add(
    "contacts",
    {
      firstname: "Marina",
      lastname: "Alves",
      email: "marina.alves@example.com",
      phone: "(11) 98765-4321",
      company: "Padaria Estrela",
      jobtitle: "Owner",
      city: "São Paulo",
      hubspot_owner_id: "41001",
      hs_lead_status: "IN_PROGRESS",
    },
    { at: daysAgo(9), associations: { companies: [company] } },
  );
  portal.add(
    "deals",
    { dealname: "Padaria Estrela – ordering line", dealstage: "appointmentscheduled", amount: "12000", hubspot_owner_id: "41001" },
    { at: daysAgo(2), associations: { contacts: [marina], companies: [company] } },
  );
  portal.add(
    "notes",
    {
      hs_timestamp: new Date(daysAgo(3)).toISOString(),
      hs_note_body: "<p>Met at the food fair. Wants <strong>fewer missed calls</strong> in the morning.</p>",
      hubspot_owner_id: "41001",
    },
    { at: daysAgo(3), associations: { contacts: [marina] } },
  );
  const tiago = portal.add(
    "contacts",
    {
      firstname: "Tiago",
      lastname: "Nunes",
      email: "tiago@example.com",
      mobilephone: "+351 912 345 678",
      city: "Lisboa",
      hubspot_owner_id: "41002",
      lifecyclestage: "opportunity",
    },
    { at: daysAgo(40) },
  );
  portal.add(
    "deals",
    { dealname: "Nunes Clinic – reminders", dealstage: "contractsent", amount: "4800", hubspot_owner_id: "41002" },
    { at: daysAgo(12), associations: { contacts: [tiago] } },
  );
  portal.add(
    "contacts",
    {
      firstname: "Helen",
      lastname: "Wright",
      email: "helen.wright@example.com",
      phone: "+1 415 555 2671",
      company: "Wright & Sons",
      city: "San Francisco",
    },
    { at: daysAgo(21) },
  );
}
