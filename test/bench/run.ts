/** `npm run bench`: the figures of the README's table. Ratios count; seconds depend on the machine. `--help` says what can be asked for. */
import { parseArgs } from "node:util";
import { buildWorker } from "../process/worker-process.ts";
import { accepting } from "./accepting.ts";
import { onAClock } from "./clock.ts";
import { type DeliveryFigures, deliver, deliverOneByOne } from "./delivery.ts";
import { growth } from "./growth.ts";
import { heaps } from "./heap.ts";
import { loneCall } from "./lone-call.ts";
import { planning } from "./plan.ts";
import { pages } from "./pages.ts";
import { rowsACall } from "./rows.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    million: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
const PARTS = ["plan", "lone", "rows", "growth", "pages", "heap", "accepting", "clock", "delivery"];
if (values.help || (values.only !== undefined && !PARTS.includes(values.only))) {
  console.log(`npm run bench -- [--only ${PARTS.join("|")}] [--quick] [--million: growth with a million calls, two minutes more]`);
  process.exit(values.help ? 0 : 2);
}
const wants = (part: string) => values.only === undefined || values.only === part;
const bundle = buildWorker();

if (wants("plan")) await tellPlanning();
if (wants("lone")) await tellLone();
if (wants("rows")) tellRows();
if (wants("growth")) tellGrowth();
if (wants("pages")) tellPages();
if (wants("heap")) await tellHeap();
if (wants("accepting")) await tellAccepting();
if (wants("clock")) tellClock();
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

function tellRows(): void {
  const head = "| Rows written, index rows and one to erase included, a call of | first | second | third | in a burst |";
  console.log(`\n${head}\n| --- | --: | --: | --: | --: |\n${rowsACall().join("\n")}`);
}

function tellGrowth(): void {
  const sizes = [1_000, ...(values.quick ? [] : [10_000, 100_000]), ...(values.million ? [1_000_000] : [])];
  const { header, operations, storage } = growth(sizes);
  console.log(`\n${header}\n|---|${sizes.map(() => "---").join("|")}|\n${operations.join("\n")}\n\n${storage.join("\n")}`);
}

function tellPages(): void {
  const sizes = values.quick ? [1_000, 10_000] : [1_000, 100_000];
  const head = sizes.map((size) => `${size.toLocaleString("en-US")} calls`).join(" | ");
  console.log(`\n| Page (median of 15) | ${head} | ratio |\n| --- | --: | --: | --: |\n${pages(sizes).join("\n")}`);
}

function tellClock(): void {
  const cases = [0, 100, 400].flatMap((latencyMs) => [100, 190].map((per10s) => ({ latencyMs, per10s })));
  console.log(
    `\n| calls, on a clock of HubSpot's limits alone | latency | limit | requests / floor | searches / floor | seconds | × floor | 429s |\n| --- | --: | --: | --: | --: | --: | --: | --: |\n${onAClock(values.quick ? 1_000 : 10_000, cases).join("\n")}`,
  );
}

async function tellHeap(): Promise<void> {
  const figures = await heaps(bundle, values.quick ? 20_000 : 100_000);
  console.log(
    `\n| Heap, at most | MB |\n| --- | --: |\n${figures.map(({ what, peakMb }) => `| ${what} | ${peakMb.toFixed(0)} |`).join("\n")}`,
  );
}

async function tellAccepting(): Promise<void> {
  const { connector, bare, ratio } = await accepting(bundle);
  console.log(`\nAccepting: ${Math.round(connector)} deliveries a second; bare handler ${Math.round(bare)}; ratio ${ratio.toFixed(2)}`);
}

async function tellDelivery(): Promise<void> {
  console.log(
    `\n| calls | limit | latency | requests a call | floor | × floor | one by one | seconds | floor's seconds | × floor | one by one | 429s |\n| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |`,
  );
  for (const per10s of [100, 190]) {
    // Fifty thousand requests one by one take an hour and a half: beyond a hundred calls the flow's figures follow from its hundred.
    const hundred = await deliverOneByOne(100, per10s);
    for (const calls of values.quick ? [1, 100, 1_000] : [1, 100, 1_000, 10_000]) {
      const theirs = calls < 100 ? await deliverOneByOne(calls, per10s) : hundred;
      console.log(row(String(calls), await deliver(bundle, calls, { per10s }), theirs, { per10s, latencyMs: 0 }));
    }
    const many = values.quick ? 1_000 : 10_000;
    for (const latencyMs of [0, 100])
      console.log(
        row(`${many}, taken in before`, await deliver(bundle, many, { per10s, latencyMs, takenInFirst: true }), hundred, {
          per10s,
          latencyMs,
        }),
      );
    for (const latencyMs of [100, 400])
      console.log(row(String(many), await deliver(bundle, many, { per10s, latencyMs }), hundred, { per10s, latencyMs }));
    console.log(row("3000, known to us", await deliver(bundle, 3_000, { per10s, again: true }), hundred, { per10s, latencyMs: 0 }));
  }
}

interface Conditions {
  per10s: number;
  latencyMs: number;
}

function row(label: string, ours: DeliveryFigures, theirs: DeliveryFigures, { per10s, latencyMs }: Conditions): string {
  const { calls, floor } = ours;
  const floorSeconds = floor.seconds(per10s, latencyMs);
  const theirSeconds = calls > 100 ? `≈ ${Math.round(((theirs.requestsPerCall * calls) / per10s) * 10)}` : theirs.seconds.toFixed(1);
  const cells = [
    label,
    `${per10s}/10 s`,
    `${latencyMs} ms`,
    ours.requestsPerCall.toFixed(3),
    (floor.requests / calls).toFixed(3),
    (ours.requests / floor.requests).toFixed(2),
    theirs.requestsPerCall.toFixed(1),
    ours.seconds.toFixed(1),
    floorSeconds.toFixed(1),
    floorSeconds < 1 ? "" : (ours.seconds / floorSeconds).toFixed(2),
    theirSeconds,
    `${(ours.tooManyShare * 100).toFixed(1)} %`,
  ];
  return `| ${cells.join(" | ")} |`;
}
