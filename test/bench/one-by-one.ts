interface Found {
  results?: { id: string }[];
  id?: string;
}

const PATIENCE_MS = 400;

/** One call as a flow without batches writes it: search, create or update, note, deals, deal. Waits and repeats on 429. */
export async function oneByOne(
  base: string,
  key: string,
  call: { customer_phone: string; extracted_variables: Record<string, unknown>; created_at: string },
): Promise<void> {
  const ask = async (method: string, path: string, body?: unknown): Promise<Found> => {
    for (;;) {
      const answer = await fetch(base + path, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (answer.status !== 429) return (await answer.json()) as Found;
      await answer.arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    }
  };
  const filters = [{ propertyName: "hs_searchable_calculated_phone_number", operator: "EQ", value: call.customer_phone.slice(3) }];
  const hit = (await ask("POST", "/crm/objects/2026-09/contacts/search", { filterGroups: [{ filters }], properties: ["phone"], limit: 1 }))
    .results?.[0];
  const contact = hit
    ? await ask("PATCH", `/crm/objects/2026-09/contacts/${hit.id}`, { properties: { phone: call.customer_phone } })
    : await ask("POST", "/crm/objects/2026-09/contacts", { properties: { firstname: call.customer_phone, phone: call.customer_phone } });
  const types = [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 202 }];
  const note = { hs_timestamp: call.created_at, hs_note_body: String(call.extracted_variables["summary"]) };
  await ask("POST", "/crm/objects/2026-09/notes", { properties: note, associations: [{ to: { id: contact.id }, types }] });
  const deals = (await ask("GET", `/crm/objects/2026-09/contacts/${contact.id}?associations=deals`)) as {
    associations?: { deals?: Found };
  };
  const deal = deals.associations?.deals?.results?.[0]?.id;
  if (deal)
    await ask("PATCH", `/crm/objects/2026-09/deals/${deal}`, {
      properties: { hs_next_step: String(call.extracted_variables["next_action"]) },
    });
}
