import { listen } from "../../src/sandbox/portal/node-server.ts";
import { createPortal } from "../../src/sandbox/portal/portal.ts";
import { WorkerProcess } from "../process/worker-process.ts";

/**
 * What a lone call of a known customer with an open deal costs: requests, and how many waits for HubSpot one after the other. Five go out in two
 * rounds, and none can be spared. The contact is read, for it may be deleted or merged, and what a person typed there stays; so is the deal, with the
 * history of what the call may overwrite, for the same reasons; which deals are the contact's today only the associations say. Then the note is
 * created and the deal updated, and no request does both. Of the five, four count in HubSpot's common limit. `GET contacts/{id}?associations=deals`
 * would spare the associations' request, which counts in a limit of its own that is never short, and none of the four.
 */

const LATENCY_MS = 120;
const PHONE = "+5511987654321";

export interface LoneFigures {
  requests: number;
  roundTrips: number;
  sequence: string[];
}

export async function loneCall(bundle: string): Promise<LoneFigures> {
  const portal = createPortal({ token: "key" });
  const contact = portal.add("contacts", { firstname: "Marina", lastname: "Alves", phone: PHONE });
  portal.add("deals", { dealname: "Ordering line", dealstage: "appointmentscheduled" }, { associations: { contacts: [contact] } });
  const server = await listen(portal.fetch, 0);
  const vars = { HUBSPOT_BASE_URL: `http://127.0.0.1:${server.port}`, HUBSPOT_ACCESS_TOKEN: "key", WEBHOOK_TOKEN: "t", ADMIN_TOKEN: "t" };
  const worker = new WorkerProcess({ bundle, vars });
  await worker.start();
  const send = async (id: number) => {
    await fetch(`${worker.url}/webhooks/post-call?token=t`, {
      method: "POST",
      body: JSON.stringify({
        id,
        status: "completed",
        duration: 30,
        customer_phone: PHONE,
        extracted_variables: { status: true, summary: `Call ${id}`, next_action: `Step ${id}` },
        created_at: new Date(Date.now() + id).toISOString(),
      }),
    });
    while (portal.all("notes").length < id || portal.all("deals")[0]?.properties["hs_next_step"] !== `Step ${id}`)
      await new Promise((resolve) => setTimeout(resolve, 10));
  };
  // The first makes the customer known and reads the portal's words.
  await send(1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = portal.requests.length;
  portal.faults.delayMs = LATENCY_MS;
  await send(2);
  const sent = portal.requests.slice(before);
  await worker.dispose();
  await server.close();
  return {
    requests: sent.length,
    roundTrips: rounds(sent.map(({ at }) => at)),
    sequence: sent.map(({ at, method, path }) => `${String(Math.round(at - (sent[0]?.at ?? 0))).padStart(4)} ms  ${method} ${path}`),
  };
}

/** What waits for an answer arrives no sooner than that answer takes after what it waits for. */
function rounds(times: number[]): number {
  let [count, since] = [0, Number.NEGATIVE_INFINITY];
  for (const time of times.toSorted((a, b) => a - b)) if (time - since >= LATENCY_MS) [count, since] = [count + 1, time];
  return count;
}
