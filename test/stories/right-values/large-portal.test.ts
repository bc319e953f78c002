import { expect, it } from "vitest";
import { compileMappings } from "../../../src/compiler/compile.ts";
import { EMPTY_PORTAL_SCHEMA } from "../../../src/hubspot/model/portal-schema.ts";
import { cachedPortalSchema } from "../../../src/portal/schema-cache.ts";
import { aCall, startStory } from "../../story.ts";

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
      jobtitle: "{% if contact.is_vip %}known{% else %}new{% endif %}, next {{ contact.visits | plus: 1 }}"
  log:
    object: calls
    body: "<p>{{ extracted_variables.summary }}</p>"
`;
const OPTIONS = Array.from({ length: 20_000 }, (_, index) => ({
  value: `city_${index}`,
  label: `A city with a rather long name, ${index}`,
}));
const CITIES = { name: "city", label: "City", type: "enumeration", fieldType: "select", options: OPTIONS };

it("reads what the portal holds by its type, in the first batch and in later ones, although its lists of options are too long to keep", async () => {
  const story = await startStory({ mappings: [MAPPING] });
  for (const object of ["contacts", "calls"]) story.portal.defineProperty(object, CITIES as never);
  story.portal.defineProperty("contacts", { name: "is_vip", label: "VIP", type: "bool", fieldType: "booleancheckbox" } as never);
  story.portal.defineProperty("contacts", { name: "visits", label: "Visits", type: "number", fieldType: "number" } as never);
  const phones = ["+5511987650001", "+5511987650002"];
  const ids = phones.map((phone) => story.portal.add("contacts", { phone, is_vip: "false", visits: "3" }));
  story.clock.advance(60_000);
  for (const customer_phone of phones) {
    await story.deliver(aCall({ customer_phone }));
    await story.settle();
  }
  expect(ids.map((id) => story.portal.get("contacts", id)?.properties["jobtitle"])).toEqual(["new, next 4", "new, next 4"]);
  const [first, second] = story.portal.all("calls").map(({ properties }) => properties["hs_call_disposition"]);
  expect(first).toBeTruthy();
  expect(second).toBe(first);
});

it.each([
  ["long lists of options", 1, 40_000],
  ["more properties than can be kept", 20_000, 1],
])("gives the first batch what later ones get: %s", async (_what, properties, options) => {
  const { mappings } = compileMappings([{ path: "mappings/large.yaml", text: MAPPING }]);
  const story = await startStory({ mappings: [MAPPING] });
  const list = Array.from({ length: options }, (_, index) => ({ value: `v${index}`, label: `A choice with a rather long name, ${index}` }));
  const results = Array.from({ length: properties }, (_, index) => ({
    name: index === 0 ? "jobtitle_of_old" : `p_${index}`,
    label: `A property with a rather long name, ${index}`,
    type: "enumeration",
    fieldType: "select",
    options: list,
  }));
  const request = async (_method: string, path: string) => (path.includes("/properties/") ? { results } : null);
  const [first, later] = await story.inOutbox(async (_outbox, { storage }) => {
    const read = () => cachedPortalSchema(storage.sql, { request } as never, mappings, story.clock.now);
    return [await read(), await read()];
  });
  expect(first).toEqual(later);
  expect(first).not.toEqual(EMPTY_PORTAL_SCHEMA);
});
