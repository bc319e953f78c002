import type { Portal } from "./portal.ts";

/** A few people that a sales team might know, with deals, for a first look. */
export function addSamplePeople(portal: Portal): void {
  const company = portal.add("companies", { name: "Padaria Estrela", domain: "padaria-estrela.example", phone: "+55 11 3333-4444" });
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
    { associations: { companies: [company] } },
  );
  portal.add(
    "deals",
    { dealname: "Padaria Estrela – ordering line", dealstage: "appointmentscheduled", amount: "12000", hubspot_owner_id: "41001" },
    { associations: { contacts: [marina], companies: [company] } },
  );
  const noteTime = new Date(Date.now() - 3 * 86_400_000).toISOString();
  portal.add(
    "notes",
    {
      hs_timestamp: noteTime,
      hs_note_body: "<p>Met at the food fair. Wants <strong>fewer missed calls</strong> in the morning.</p>",
      hubspot_owner_id: "41001",
    },
    { associations: { contacts: [marina] } },
  );
  const tiago = portal.add("contacts", {
    firstname: "Tiago",
    lastname: "Nunes",
    email: "tiago@example.com",
    mobilephone: "+351 912 345 678",
    city: "Lisboa",
    hubspot_owner_id: "41002",
    lifecyclestage: "opportunity",
  });
  portal.add(
    "deals",
    { dealname: "Nunes Clinic – reminders", dealstage: "contractsent", amount: "4800", hubspot_owner_id: "41002" },
    { associations: { contacts: [tiago] } },
  );
  portal.add("contacts", {
    firstname: "Helen",
    lastname: "Wright",
    email: "helen.wright@example.com",
    phone: "+1 415 555 2671",
    company: "Wright & Sons",
    city: "San Francisco",
  });
}
