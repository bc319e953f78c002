/** `npm run bench`: the figures of the README's table. Ratios count; seconds depend on the machine. `--only delivery|accepting|lone|plan|rows`, `--quick`. */
import { parseArgs } from "node:util";
import { buildWorker } from "../process/worker-process.ts";
import { accepting } from "./accepting.ts";
import { type DeliveryFigures, deliver, deliverOneByOne } from "./delivery.ts";
import { floorOf } from "./floor.ts";
import { loneCall } from "./lone-call.ts";
import { planning } from "./plan.ts";
import { rowsACall } from "./rows.ts";

const { values } = parseArgs({ options: { only: { type: "string" }, quick: { type: "boolean", default: false } } });
const wants = (part: string) => values.only === undefined || values.only === part;
const bundle = buildWorker();

if (wants("plan")) await tellPlanning();
if (wants("lone")) await tellLone();
if (wants("rows")) console.log(`\nRows written a call: ${rowsACall()}`);
if (wants("accepting")) await tellAccepting();
if (wants("delivery")) await tellDelivery();
process.exit(0);

async function tellPlanning(): Promise<void> {
  const { medianMs, handWrittenMs, ratio } = await planning();
  console.log(
    `\nPlanning one call (parse, match, plan, render ten minutes of transcript): ${medianMs.toFixed(3)} ms; by hand ${handWrittenMs.toFixed(3)} ms; ratio ${ratio.toFixed(2)}`,
  );
}

async function tellLone(): Promise<void> {
  const { requests, roundTrips, sequence } = await loneCall(bundle);
  console.log(
    `\nA lone call of a known customer with an open deal: ${requests} requests in ${roundTrips} round trips\n  ${sequence.join("\n  ")}`,
  );
}

async function tellAccepting(): Promise<void> {
  const { connector, bare, ratio } = await accepting(bundle);
  console.log(`\nAccepting: ${Math.round(connector)} deliveries a second; bare handler ${Math.round(bare)}; ratio ${ratio.toFixed(2)}`);
}

async function tellDelivery(): Promise<void> {
  console.log(
    `\n| calls | limit | requests a call | floor | × floor | one by one | seconds | floor's seconds | one by one | 429s |\n| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |`,
  );
  for (const per10s of [100, 190]) {
    // Fifty thousand requests one by one take an hour and a half: beyond a hundred calls the flow's figures follow from its hundred.
    const hundred = await deliverOneByOne(100, per10s);
    for (const calls of values.quick ? [1, 100, 1_000] : [1, 100, 1_000, 10_000]) {
      const ours = await deliver(bundle, calls, per10s);
      const theirs = calls < 100 ? await deliverOneByOne(calls, per10s) : hundred;
      console.log(row(ours, theirs, calls, per10s));
    }
  }
}

function row(ours: DeliveryFigures, theirs: DeliveryFigures, calls: number, per10s: number): string {
  const { requests: floor, seconds: floorSeconds } = floorOf(calls);
  const theirSeconds = calls > 100 ? `≈ ${Math.round(((theirs.requestsPerCall * calls) / per10s) * 10)}` : theirs.seconds.toFixed(1);
  const cells = [
    calls,
    `${per10s}/10 s`,
    ours.requestsPerCall.toFixed(3),
    (floor / calls).toFixed(3),
    (ours.requests / floor).toFixed(2),
    theirs.requestsPerCall.toFixed(1),
    ours.seconds.toFixed(1),
    floorSeconds(per10s).toFixed(1),
    theirSeconds,
    `${(ours.tooManyShare * 100).toFixed(1)} %`,
  ];
  return `| ${cells.join(" | ")} |`;
}
