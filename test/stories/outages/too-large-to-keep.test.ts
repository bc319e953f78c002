import { expect, it } from "vitest";
import { onTheWay } from "../../on-the-way.ts";
import { type Story, aCall, startStory } from "../../story.ts";

const LONG = Array.from({ length: 6_500 }, (_, n) => String(n).padStart(10, "x")).join("");
const FIELDS = Array.from({ length: 20 }, (_, n) => `field_${n}`);
const MAPPING = `
version: 1
name: Large
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
      district: { from: extracted_variables.district }
${FIELDS.map((field) => `      ${field}: { from: extracted_variables.long, write: overwrite }`).join("\n")}
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
`;
const DISTRICTS = Array.from({ length: 30_000 }, (_, n) => ({
  value: `district_${n}`,
  label: `São João da Conceição Açoriana nº ${n}, à beira-mar`,
}));

/** A row of the deployed ledger holds 2 MB, one of the ledger that tests run on holds more. */
async function limitRows(story: Story): Promise<void> {
  const bytes = (columns: string[]) => columns.map((column) => `length(CAST(coalesce(NEW.${column}, '') AS BLOB))`).join(" + ");
  await story.inOutbox((_, { storage }) => {
    for (const [table, columns] of [
      ["bodies", ["body", "intent", "receipt"]],
      ["portal", ["value"]],
    ] as const)
      for (const change of ["INSERT", "UPDATE"])
        storage.sql.exec(
          `CREATE TRIGGER ${table}_${change} BEFORE ${change} ON ${table} WHEN ${bytes([...columns])} > 2000000 BEGIN SELECT raise(ABORT, 'too big'); END`,
        );
  });
}

async function start(): Promise<Story> {
  const story = await startStory({ mappings: [MAPPING] });
  await limitRows(story);
  for (const name of FIELDS) story.portal.defineProperty("contacts", { name, label: name, type: "string", fieldType: "textarea" } as never);
  return story;
}

it("a call that sets out to write more than a row holds is held alone, and the others of its batch are written", async () => {
  const story = await start();
  const known = story.portal.add("contacts", {
    phone: "+5511987650003",
    ...Object.fromEntries(FIELDS.map((field) => [field, `${LONG}.`])),
  });
  story.clock.advance(60_000);
  const calls = [1, 2, 3, 4, 5].map((n) =>
    aCall({ customer_phone: `+551198765000${n}`, extracted_variables: { summary: `S${n}`, ...(n === 3 && { long: LONG }) } }),
  );
  for (const call of calls) await story.deliver(call);
  await story.settle();
  const views = await Promise.all(calls.map((call) => story.call(call["id"] as number)));
  expect(views.map(({ status }) => status)).toEqual(["written", "written", "held", "written", "written"]);
  expect(views[2]).toMatchObject({ problem: { code: "hit_a_bug" } });
  expect(story.portal.notesOf(known)).toHaveLength(0);
});

it("a body as large as is taken in leaves room for what its call sets out to write", async () => {
  const story = await start();
  const words = Array.from({ length: 130_000 }, (_, n) => `word ${n}.`).join(" ");
  const call = aCall({ extracted_variables: { summary: "Fine", long: LONG }, formatted_transcript: "", notes: words.slice(0, 1_820_000) });
  expect((await story.deliver(call)).status).toBe(202);
  await story.settle();
  expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", problem: null });
});

it("a portal whose lists of options are more than a row holds is known all the same, in whatever letters they are", async () => {
  const story = await start();
  story.portal.defineProperty("contacts", {
    name: "district",
    label: "District",
    type: "enumeration",
    fieldType: "select",
    options: DISTRICTS,
  } as never);
  const call = aCall({ extracted_variables: { summary: "Fine", district: DISTRICTS[29_999]?.label } });
  await story.deliver(call);
  await story.settle(600_000);
  expect(await story.call(call["id"] as number)).toMatchObject({ status: "written", problem: null });
  expect(story.portal.contacts()[0]?.properties["district"]).toBe("district_29999");
  const asked = story.portal.requests.length;
  await story.deliver(aCall({ extracted_variables: { summary: "Again", district: "district_7" } }));
  await story.settle(600_000);
  expect(story.portal.requests.slice(asked).filter(({ path }) => path.includes("properties"))).toEqual([]);
});

it("a call over which a bug is hit while it is settled is held, its neighbours are settled, and a replay writes nothing twice", async () => {
  const story = await startStory({ mappings: [MAPPING] });
  const calls = [1, 2, 3].map((n) => aCall({ customer_phone: `+551198765000${n}`, extracted_variables: { summary: `S${n}` } }));
  const stumbles = `BEFORE UPDATE ON calls WHEN NEW.status = 'written' AND NEW.call = '${calls[1]?.["id"]}' BEGIN SELECT raise(ABORT, 'stumble'); END`;
  await story.inOutbox((_, { storage }) => void storage.sql.exec(`CREATE TRIGGER stumble ${stumbles}`));
  for (const call of calls) await story.deliver(call);
  await story.settle();
  const statuses = () => Promise.all(calls.map(async (call) => (await story.call(call["id"] as number)).status));
  expect(await statuses()).toEqual(["written", "held", "written"]);
  await story.inOutbox((_, { storage }) => void storage.sql.exec("DROP TRIGGER stumble"));
  await story.api("POST", `/api/calls/${calls[1]?.["id"]}/replay`);
  await story.settle();
  expect(await statuses()).toEqual(["written", "written", "written"]);
  expect(story.portal.all("notes")).toHaveLength(3);
});

const WORDS = Array.from({ length: 160_000 }, (_, n) => `word ${n}.`).join(" ");
/** As large as is taken in, with large values for HubSpot in it. */
const largest = (id: number, words = WORDS): Record<string, unknown> =>
  aCall({
    id,
    extracted_variables: { summary: "Revised", long: LONG },
    notes: words.slice(0, 1_820_000),
    finished_at: "2026-03-02T16:00:00Z",
  });

/** Of the next request to such a path the answer is lost, and it takes effect. */
function lose(path: string): void {
  let isLost = false;
  onTheWay(async (request, pass) => {
    if (isLost || !request.url.includes(path)) return pass();
    isLost = true;
    await pass();
    throw new TypeError("lost");
  });
}

it("a revision as large as is taken in is taken in over a call of which it is not known what of its large values was written", async () => {
  const story = await start();
  lose("/contacts/batch/create");
  await story.deliver(aCall({ id: 500, extracted_variables: { summary: "First", long: LONG } }));
  await story.drain();
  expect((await story.deliver(largest(500))).body).toMatchObject({ status: "revised" });
  await story.settle();
  expect(await story.call(500)).toMatchObject({ status: "written", revision: 2, problem: null });
  expect(story.portal.contacts()).toHaveLength(1);
  expect(story.portal.all("notes")).toHaveLength(1);
});

it("a revision as large as is taken in is taken in over a call that has written large values, and is written though HubSpot stumbles meanwhile", async () => {
  const story = await start();
  await story.deliver(aCall({ id: 501, extracted_variables: { summary: "First", long: LONG } }));
  await story.settle();
  expect((await story.deliver(largest(501))).body).toMatchObject({ status: "revised" });
  lose("/notes/batch/update");
  await story.settle();
  expect(await story.call(501)).toMatchObject({ status: "written", revision: 2, problem: null });
  expect(story.portal.all("notes")).toHaveLength(1);
});

it("a large body that nothing can make smaller, over a call that has written large values, keeps the records' ids", async () => {
  const story = await start();
  await story.deliver(aCall({ id: 502, extracted_variables: { summary: "First", long: LONG } }));
  await story.settle();
  const noise = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000))).toString("base64");
  const random = Array.from({ length: 23 }, () => Buffer.from(crypto.getRandomValues(new Uint8Array(60_000))).toString("base64")).join(
    noise.slice(0, 9),
  );
  expect((await story.deliver(largest(502, random))).body).toMatchObject({ status: "revised" });
  await story.settle();
  expect(await story.call(502)).toMatchObject({ status: "written", revision: 2, problem: null });
  await story.api("POST", "/api/calls/502/replay");
  await story.settle();
  expect(await story.call(502)).toMatchObject({ status: "written", problem: null });
  expect(story.portal.contacts()).toHaveLength(1);
  expect(story.portal.all("notes")).toHaveLength(1);
});
