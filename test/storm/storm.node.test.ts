import { expect, it } from "vitest";
import { storm } from "./storm.ts";

it("loses no call and doubles no contact, company or note, shared or a call's own, while the process is killed and HubSpot fails", async () => {
  const result = await storm({ calls: 60, faults: 0.05, kills: 3, seed: 7 });
  expect(result).toMatchObject({
    written: 60,
    lost: [],
    notesDoubled: [],
    contactsDoubled: [],
    companiesDoubled: [],
    sharedNotesDoubled: [],
  });
}, 300_000);
