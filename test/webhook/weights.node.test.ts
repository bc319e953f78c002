import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { compileMappings } from "../../src/compiler/compile.ts";
import { EMPTY_PORTAL_SCHEMA } from "../../src/hubspot/model/portal-schema.ts";
import { parsePostCall } from "../../src/otonistark/parse.ts";
import { planOne } from "../../src/planner/plan-one.ts";
import { countValues, weightOf } from "../../src/webhook/json-values.ts";
import { SALES } from "../stories/sales-mapping.ts";

/** With 12 MB of weight in flight: 72 MB of the object's 128. */
const MOST_TIMES_ITS_WEIGHT = 6;
const LARGEST_BYTES = 1_890_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function used(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** As many as fit into the largest body. */
const many = (one: (n: number) => string, most = Number.POSITIVE_INFINITY): string => {
  const parts: string[] = [];
  for (let bytes = 0; bytes < LARGEST_BYTES && parts.length < most; bytes += (parts.at(-1) as string).length + 1)
    parts.push(one(parts.length));
  return parts.join(",");
};

const SHAPES: [string, () => string][] = [
  [
    "a long talk",
    () => `"transcript":[${many((n) => `{"text":"What they say in turn ${n}","type":"transcript","sender":"human","timestamp":${n}}`)}]`,
  ],
  ["one text", () => `"formatted_transcript":"${"word ".repeat(LARGEST_BYTES / 5)}"`],
  ["one text of three bytes a sign", () => `"formatted_transcript":"${"語".repeat(LARGEST_BYTES / 3)}"`],
  ["variables without end", () => `"extracted_variables":{${many((n) => `"k${n}":${n}`, 95_000)}}`],
  ["texts without end", () => `"extracted_variables":{${many((n) => `"k${n}":"v${n} is a text"`, 95_000)}}`],
  ["brackets", () => `"notes":[${many(() => "[]", 95_000)}]`],
];

it.each(SHAPES)("the largest body of %s takes at most six times its weight when it is parsed and planned", (_, shape) => {
  const { mappings } = compileMappings([{ path: "mappings/sales.yaml", text: SALES }]);
  const body = new TextEncoder().encode(`{"id":1,"customer_phone":"+5511987650001","duration":64,"status":"completed",${shape()}}`);
  const before = used();
  const read = parsePostCall(JSON.parse(new TextDecoder().decode(body)), "2026-03-02T14:00:00.000Z");
  if (read.kind !== "call") throw new Error(read.kind);
  const outcome = planOne(read.call, mappings, EMPTY_PORTAL_SCHEMA, () => ({ contact: { state: "missing", why: "" } }));
  const grown = used() - before;
  expect([read.call.id, outcome.choice.mapping?.name]).toEqual(["1", "Sales"]);
  expect(grown / weightOf(body, countValues(body))).toBeLessThan(MOST_TIMES_ITS_WEIGHT);
});
