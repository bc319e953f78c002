import { readFileSync } from "node:fs";
import { compileMappings } from "../../src/compiler/compile.ts";
import type { LookupResult } from "../../src/hubspot/model/current-record.ts";
import { EMPTY_PORTAL_SCHEMA } from "../../src/hubspot/model/portal-schema.ts";
import type { Mapping } from "../../src/mapping/compiled-mapping.ts";
import { parsePostCall } from "../../src/otonistark/parse.ts";
import { chooseMapping } from "../../src/planner/choose-mapping.ts";
import { lookupsFor } from "../../src/planner/lookups.ts";
import { planCall } from "../../src/planner/plan-call.ts";
import { planByHand } from "./by-hand.ts";
import { longCall } from "./long-call.ts";

/** What planning one call costs, beside a function written by hand for the default mapping alone. Both from the body's text to the writes. */

export interface PlanningFigures {
  medianMs: number;
  handWrittenMs: number;
  ratio: number;
}

const CALLS = 200;
const ROUNDS = 15;
/** The first rounds run before the engine has compiled what is hot. */
const WARM_UP_ROUNDS = 5;
const CONTACT = { firstname: "Maria", lastname: null, email: null, phone: "+55 11 98000-0000" };
const DEAL = { hs_next_step: null };
const HELD: Record<string, LookupResult> = {
  contact: { state: "found", record: { id: "501", properties: CONTACT } },
  deal: { state: "found", record: { id: "901", properties: DEAL } },
};

export async function planning(): Promise<PlanningFigures> {
  const mappings = compileMappings([{ path: "mappings/otonistark.yaml", text: readFileSync("mappings/otonistark.yaml", "utf8") }]).mappings;
  const times: { ours: number[]; byHand: number[] } = { ours: [], byHand: [] };
  // Turn by turn, so that whatever else the machine does meets both alike.
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (let number = round * CALLS; number < (round + 1) * CALLS; number++) {
      // Calls that have not been seen before, and of each its own: what one has read of a number the other must read, too.
      const [body, other] = [longCall(2 * number), longCall(2 * number + 1)];
      const ours = timed(() => plan(body, mappings));
      const byHand = timed(() => planByHand(other, { contact: CONTACT, deal: DEAL }));
      if (round < WARM_UP_ROUNDS) continue;
      times.ours.push(ours);
      times.byHand.push(byHand);
    }
  }
  const [medianMs, handWrittenMs] = [median(times.ours), median(times.byHand)];
  return { medianMs, handWrittenMs, ratio: medianMs / handWrittenMs };
}

/** As the delivery does it: parse, match, look up, plan and render. */
function plan(body: string, mappings: Mapping[]): unknown {
  const parsed = parsePostCall(JSON.parse(body));
  if (parsed.kind !== "call") throw new Error("The sample is not a call.");
  const { mapping } = chooseMapping(parsed.call, mappings);
  if (mapping === null) throw new Error("No mapping takes the sample.");
  lookupsFor(parsed.call, mapping, EMPTY_PORTAL_SCHEMA);
  return planCall({ call: parsed.call, mapping, lookups: HELD, portalSchema: EMPTY_PORTAL_SCHEMA, now: parsed.call.endedAt });
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

if (process.argv[1]?.endsWith("plan.ts")) console.log(await planning());
