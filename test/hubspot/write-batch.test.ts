import { describe, expect, it } from "vitest";
import { writeBatch } from "../../src/hubspot/records/write-batch.ts";
import type { WriteInput } from "../../src/hubspot/records/write-input.ts";
import { changed, onTheWay, withBody } from "../on-the-way.ts";
import { connected } from "./connected.ts";

const create = (trace: string, properties: Record<string, string>): WriteInput => ({ trace, id: null, properties, associations: [] });
const update = (trace: string, id: string, properties: Record<string, string>): WriteInput => ({ trace, id, properties, associations: [] });
const note = (trace: string, contact: string, hs_note_body: string): WriteInput => ({
  ...create(trace, { hs_note_body, hs_timestamp: "2026-03-02T14:55:00.000Z" }),
  associations: [{ toId: contact, types: [{ typeId: 202, category: "HUBSPOT_DEFINED" }] }],
});
const people = (count: number): WriteInput[] =>
  Array.from({ length: count }, (_, index) => create(`${index}`, { firstname: `P ${index}` }));
const isWrite = (request: Request) => /batch\/(create|update)$/.test(request.url);

/** HubSpot as it is without trace ids: all or nothing, and nobody named. */
const withoutTraces = () =>
  onTheWay((request, pass, body) => {
    if (!isWrite(request)) return pass();
    return pass(withBody(request, { inputs: body.inputs.map(({ objectWriteTraceId: _, ...input }: any) => input) }));
  });

/** A line of a 207 for the first input; the others are written. */
const lineForTheFirst = (lineOf: (trace: string) => unknown) =>
  onTheWay(async (request, pass, { inputs }) => {
    const [first, ...others] = inputs;
    const line = lineOf(first.objectWriteTraceId);
    if (others.length === 0) return Response.json({ results: [], numErrors: 1, errors: [line] }, { status: 207 });
    const answer = await pass(withBody(request, { inputs: others }));
    return Response.json({ ...(await answer.json<object>()), numErrors: 1, errors: [line] }, { status: 207 });
  });

describe("an error line", () => {
  it.each([207, 201, 200] as const)("counts, whatever the status of the answer: %i", async (partialStatus) => {
    const { hubspot, portal } = connected({ partialStatus });
    const outcomes = await writeBatch(hubspot, "contacts", [create("bad", { firstname: "A", nothing_here: "x" }), ...people(3)]);
    expect(outcomes.get("bad")).toMatchObject({ ok: false, failure: { reason: "refused", category: "PROPERTY_DOESNT_EXIST" } });
    expect([...outcomes.values()].filter(({ ok }) => ok)).toHaveLength(3);
    expect(portal.contacts()).toHaveLength(3);
    expect(portal.requests).toHaveLength(1);
  });

  it.each([
    { category: "RATE_LIMITS", message: "You have reached your secondly limit." },
    { category: "INTERNAL_ERROR", message: "internal error" },
    { category: "LOCKED", message: "locked" },
    { category: "VALIDATION_ERROR", policyName: "SECONDLY" },
    { message: "Unable to process request, please retry" },
    {},
  ])("that is HubSpot's own trouble blames nobody: %j", async (line) => {
    const { hubspot } = connected();
    lineForTheFirst((trace) => ({ status: "error", ...line, context: { objectWriteTraceId: [trace] } }));
    const outcomes = await writeBatch(hubspot, "contacts", people(3));
    expect(outcomes.get("0")).toMatchObject({ ok: false, failure: { reason: "trouble", landed: "no" } });
    expect([outcomes.get("1")?.ok, outcomes.get("2")?.ok]).toEqual([true, true]);
  });

  it("names its input wherever the trace id stands", async () => {
    const { hubspot } = connected();
    lineForTheFirst((trace) => ({ category: "VALIDATION_ERROR", message: `Input ${trace} was not valid: 12 of 34` }));
    const outcomes = await writeBatch(hubspot, "contacts", people(40));
    expect([...outcomes].filter(([, { ok }]) => !ok).map(([trace]) => trace)).toEqual(["0"]);
    expect(outcomes.get("0")).toMatchObject({ failure: { reason: "refused" } });
  });

  it("about a record that exists already does not blame that record", async () => {
    const { hubspot, portal } = connected();
    const [one, two] = ["a@example.com", "b@example.com"].map((email) => portal.add("contacts", { email }));
    onTheWay(async () =>
      Response.json(
        {
          results: [{ id: two, properties: { email: "b@example.com" } }],
          errors: [{ category: "CONFLICT", message: `Contact already exists. Existing ID: ${two}` }],
        },
        { status: 207 },
      ),
    );
    const outcomes = await writeBatch(hubspot, "contacts", [
      update("one", one as string, { email: "b@example.com" }),
      update("two", two as string, { city: "Recife" }),
    ]);
    expect(outcomes.get("two")).toEqual({ ok: true, id: two });
    expect(outcomes.get("one")).toMatchObject({ ok: false, failure: { reason: "refused", category: "CONFLICTING_UNIQUE_VALUE" } });
  });
});

describe("a refusal of the whole batch", () => {
  it.each([
    { category: "VALIDATION_ERROR", errors: { one: { message: "x" } } },
    { category: "VALIDATION_ERROR", errors: [null] },
    { category: "VALIDATION_ERROR", errors: ["bad"] },
    { category: ["VALIDATION_ERROR"], message: ["x", "y"], context: null },
    { message: { text: "x" }, errors: [{ errors: "bad", context: "none", in: 7 }] },
    [null],
  ])("is understood in whatever shape it comes: %j", async (refusal) => {
    const { hubspot, portal } = connected();
    onTheWay((request, pass, body) =>
      JSON.stringify(body).includes("P 2") ? Promise.resolve(Response.json(refusal, { status: 400 })) : pass(request),
    );
    const outcomes = await writeBatch(hubspot, "contacts", people(5));
    expect([...outcomes].filter(([, { ok }]) => !ok).map(([trace]) => trace)).toEqual(["2"]);
    expect(outcomes.get("2")).toMatchObject({ failure: { reason: "refused" } });
    expect(portal.contacts()).toHaveLength(4);
  });

  it.each([
    ["all", 100, 1],
    ["some", 30, 2],
  ])("for a property that cannot be written refuses %s that carry it at once", async (_, carriers, requests) => {
    const { hubspot, portal } = connected();
    withoutTraces();
    const inputs = people(100).map((input, index) =>
      index < carriers ? { ...input, properties: { ...input.properties, nothing_here: "x" } } : input,
    );
    const outcomes = await writeBatch(hubspot, "contacts", inputs);
    expect([...outcomes.values()].filter(({ ok }) => !ok)).toHaveLength(carriers);
    expect(outcomes.get("0")).toMatchObject({ failure: { category: "PROPERTY_DOESNT_EXIST", properties: ["nothing_here"] } });
    expect(portal.contacts()).toHaveLength(100 - carriers);
    expect(portal.requests).toHaveLength(requests);
  });

  it("for a value finds the one that has it, and lands the others", async () => {
    const { hubspot, portal } = connected();
    withoutTraces();
    const inputs = people(16).map((input, index) => (index === 11 ? create("bad", { firstname: "X", email: "no address" }) : input));
    const outcomes = await writeBatch(hubspot, "contacts", inputs);
    expect([...outcomes].filter(([, { ok }]) => !ok).map(([trace]) => trace)).toEqual(["bad"]);
    expect(portal.contacts()).toHaveLength(15);
  });

  it("with a 409 that names nobody lands all but the one that exists", async () => {
    const { hubspot, portal } = connected({ batchConflict: "whole" });
    const existing = portal.add("contacts", { email: "a@example.com" });
    const outcomes = await writeBatch(hubspot, "contacts", [create("twin", { email: "a@example.com" }), ...people(6)]);
    expect(outcomes.get("twin")).toMatchObject({ ok: false, failure: { reason: "exists", id: existing } });
    expect([...outcomes.values()].filter(({ ok }) => ok)).toHaveLength(6);
    expect(portal.contacts()).toHaveLength(7);
  });

  it("for an id that is there twice writes both, one after the other", async () => {
    const { hubspot, portal } = connected();
    const id = portal.add("contacts", { firstname: "Ana" });
    const outcomes = await writeBatch(hubspot, "contacts", [
      update("first", id, { city: "Recife", jobtitle: "Buyer" }),
      update("second", id, { city: "Olinda" }),
    ]);
    expect([...outcomes.values()]).toEqual([
      { ok: true, id },
      { ok: true, id },
    ]);
    expect(portal.get("contacts", id)?.properties).toMatchObject({ city: "Olinda", jobtitle: "Buyer" });
  });
});

describe("an answer that does not say which result is whose", () => {
  /** Answers without trace ids, and with only some of the properties. */
  const forgetful = (kept: string[]) =>
    onTheWay(async (_, pass) =>
      changed(await pass(), (body) => ({
        ...body,
        results: body.results.map(({ id, properties }: any) => ({
          id,
          ...(kept.length > 0 && { properties: Object.fromEntries(kept.map((name) => [name, properties[name]])) }),
        })),
      })),
    );

  it("is matched by what the records hold", async () => {
    const { hubspot, portal } = connected();
    forgetful(["firstname"]);
    for (const [trace, outcome] of await writeBatch(hubspot, "contacts", people(20)))
      expect(portal.get("contacts", outcome.ok ? outcome.id : "")?.properties["firstname"]).toBe(`P ${trace}`);
  });

  it("does not take one name for another that has the same number in it", async () => {
    const { hubspot, portal } = connected();
    forgetful(["firstname"]);
    const outcomes = await writeBatch(hubspot, "contacts", [create("ana", { firstname: "Ana 1" }), create("bia", { firstname: "Bia 1" })]);
    const names = [...outcomes].map(([trace, outcome]) => [trace, portal.get("contacts", outcome.ok ? outcome.id : "")?.properties]);
    expect(names).toMatchObject([
      ["ana", { firstname: "Ana 1" }],
      ["bia", { firstname: "Bia 1" }],
    ]);
  });

  it("never mixes up two notes that say the same of different people", async () => {
    const { hubspot, portal } = connected();
    const [one, two] = ["Ana", "Bia"].map((firstname) => portal.add("contacts", { firstname }));
    forgetful(["hs_note_body", "hs_timestamp"]);
    const outcomes = await writeBatch(hubspot, "notes", [
      note("one", one as string, "<p>Voicemail</p>"),
      note("two", two as string, "<p>Voicemail</p>"),
      note("other", one as string, "<p>Wants desks</p>"),
    ]);
    const doubt = { ok: false, failure: { reason: "trouble", landed: "maybe" } };
    expect([outcomes.get("one"), outcomes.get("two")]).toMatchObject([doubt, doubt]);
    expect(outcomes.get("other")?.ok).toBe(true);
  });

  it("leaves no doubt where there is only one", async () => {
    const { hubspot, portal } = connected();
    forgetful([]);
    const outcomes = await writeBatch(hubspot, "contacts", people(1));
    expect(outcomes.get("0")).toEqual({ ok: true, id: portal.contacts()[0]?.id });
  });

  it("and names fewer than it should leaves the rest in doubt", async () => {
    const { hubspot } = connected();
    onTheWay(async () => Response.json({ results: [], errors: [{ category: "VALIDATION_ERROR", message: "one of them" }] }));
    for (const outcome of (await writeBatch(hubspot, "contacts", people(3))).values())
      expect(outcome).toMatchObject({ ok: false, failure: { reason: "trouble", landed: "maybe" } });
  });
});

describe("a warning that HubSpot sends with a written record", () => {
  const warned = (warnings: unknown) =>
    onTheWay(async (_, pass) =>
      changed(await pass(), (body) => ({ ...body, results: body.results.map((result: object) => ({ ...result, warnings })) })),
    );

  it.each([
    [
      [
        {
          category: "PROPERTY_IGNORED",
          message: "Value 'Ana Secret' was left out",
          context: { propertyName: ["city"], value: ["Ana Secret"] },
        },
      ],
      [{ category: "PROPERTY_IGNORED", names: ["city"] }],
    ],
    [[{ message: "x" }, null, "y"], [{ category: "WARNING", names: [] }]],
    [[{ category: "odd words, Ana Secret" }], [{ category: "WARNING", names: [] }]],
  ])("%j stands in its outcome by code and property, without values", async (sent, kept) => {
    const { hubspot, portal } = connected();
    warned(sent);
    const outcomes = await writeBatch(hubspot, "contacts", people(2));
    expect([...outcomes.values()]).toMatchObject([
      { ok: true, warnings: kept },
      { ok: true, warnings: kept },
    ]);
    expect(JSON.stringify([...outcomes])).not.toContain("Secret");
    expect(portal.contacts()).toHaveLength(2);
  });
});

describe("what comes from something in between", () => {
  it.each([301, 302, 307])("a redirect (%i) is trouble, and nothing has landed", async (status) => {
    const { hubspot } = connected();
    onTheWay(async () => new Response(null, { status, headers: { Location: "https://status.example/" } }));
    expect((await writeBatch(hubspot, "contacts", people(1))).get("0")).toMatchObject({ failure: { reason: "trouble", landed: "no" } });
  });

  it.each(["<html>maintenance</html>", '{"results":'])("%s is trouble, and it may have landed", async (text) => {
    const { hubspot } = connected();
    onTheWay(async () => new Response(text, { status: 200 }));
    expect((await writeBatch(hubspot, "contacts", people(1))).get("0")).toMatchObject({ failure: { reason: "trouble", landed: "maybe" } });
  });
});
