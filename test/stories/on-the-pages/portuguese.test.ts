import { expect, it } from "vitest";
import { type Story, aCall, startStory } from "../../story.ts";
import { SALES } from "../sales-mapping.ts";
import { reader } from "./reader.ts";

const HOLDING = SALES.replace("if_missing: create", "if_missing: create\n    if_several: hold").replace(
  "name: Sales",
  "name: Sales\nwhen: { status: completed }",
);
const PHONE = (n: number) => `+551198765000${n}`;

/** Words of the console and of the connector's sentences; those that Portuguese has too, and names of files, records and properties, are not among them. */
const ENGLISH =
  /\b(?:the|this|that|there|was|were|is|are|it|its|not|nothing|none|and|or|of|by|with|call|calls|written|skipped|held|pending|rejected|created|updated|unchanged|found|replay|undo|undone|choose|search|filter|show|since|requests|left|searches|today|wanted|blank|empty|record|same|value|delivered|attempt|attempts|next|try|again|sign|who|acts|what|to|from|customer|received|page)\b/i;

/** What one reads: no tags, no code, no names of records and properties, no body of the call. */
function visible(html: string): string {
  return html
    .replace(/^[^]*<main[^>]*>/, "")
    .replace(/<(code|pre|textarea|option|i)\b[^>]*>[^]*?<\/\1>/g, " ")
    .replace(/<article[^]*?<\/article>/g, " ")
    .replace(/<a [^>]*href="\/calls\/[^"]*"[^>]*>[^<]*<\/a>/g, " ")
    .replace(/<footer[^]*$/, "")
    .replace(/`[^`]*`|“[^”]*”/g, " ")
    .replace(/<[^>]+>/g, " ")
    .replace(/\b(?:contact|note|deal|task|phone|email|note|hs_\w+|[a-z]+_[a-z_]+|do_not_call|never_logged_number)\b/g, " ")
    .replace(/rejected-\w+|pending, written, skipped, held, rejected|replay ou undo/g, " ")
    .replace(/ADMIN_TOKEN|VIEWER_TOKEN|POST \/api\S*/g, " ")
    .replace(/\s+/g, " ");
}

/** A call of every status, and most of what can happen to one. */
async function everyStatus(): Promise<{ story: Story; paths: string[] }> {
  const story = await startStory({ mappings: [HOLDING] });
  for (const firstname of ["Ana", "Bia"]) story.portal.add("contacts", { firstname, phone: PHONE(2) });
  const ids: Record<string, number> = {};
  const bring = async (name: string, fields: Record<string, unknown>) => {
    const call = aCall(fields);
    ids[name] = call["id"] as number;
    await story.deliver(call);
    await story.settle(60_000);
  };
  await bring("written", { customer_phone: PHONE(1), duration: -1 });
  await bring("again", { customer_phone: PHONE(1) });
  await bring("choice", { customer_phone: PHONE(2) });
  await bring("unwanted", { customer_phone: PHONE(3), status: "no_answer" });
  await bring("unknown", { customer_phone: "anonymous", input_variables: [] });
  await bring("undone", { customer_phone: PHONE(4) });
  await story.api("POST", "/api/never-logged", { phone: PHONE(9), label: "Recepção" });
  await bring("never", { customer_phone: PHONE(9) });
  story.portal.removeProperty("contacts", "lastname");
  await bring("refused", { customer_phone: PHONE(5) });
  await story.deliver({ is: "no call" });
  await story.deliver("{ no JSON");
  await story.api("POST", `/api/calls/${ids["undone"]}/undo`);
  await story.settle(60_000);
  const action = await story.api("POST", "/api/actions", { do: "replay", where: { problem: "no_such_property" } });
  await story.settle(60_000);
  story.portal.faults.next.push({ effect: "error-before", path: "contacts/search" });
  await story.deliver(aCall({ id: 99_000, customer_phone: PHONE(6) }));
  await story.drain();
  await story.api("POST", "/api/pause");
  const rejected = (await story.api("GET", "/api/calls?status=rejected")).body.calls.map(({ call }: { call: string }) => call);
  const calls = [...Object.values(ids), 99_000, ...rejected].map((id) => `/calls/${encodeURIComponent(id)}`);
  const [written] = calls;
  return {
    story,
    paths: [
      "/calls",
      "/calls?show=1",
      "/calls?status=written&from=2035-01-01",
      "/problems",
      "/balance",
      "/mappings",
      "/numbers",
      "/try",
      "/sign-out",
      `/try?call=${ids["unwanted"]}`,
      `/try?call=${ids["choice"]}`,
      "/try?call=none",
      "/calls/none",
      "/portal?accept=222",
      "/actions/new?do=undo",
      "/actions/new?do=replay&status=held",
      "/actions/new?do=replay&campaign=x",
      `/actions/${action.body.action}`,
      ...["undo", "park", "correct", "choose"].map((verb) => `${written}/${verb}`),
      `${calls[2]}/choose`,
      ...calls,
    ],
  };
}

it("no English word stands on a Portuguese page, whatever happened to the calls", { timeout: 60_000 }, async () => {
  const { paths } = await everyStatus();
  const [operator, nobody] = [await reader("admin-token"), await reader()];
  const found: [string, string][] = [];
  const look = (path: string, html: string) => {
    const text = visible(html);
    const word = ENGLISH.exec(text);
    if (word !== null) found.push([path, text.slice(Math.max(0, word.index - 60), word.index + 60)]);
  };
  for (const path of paths) look(path, await operator.page(`${path}${path.includes("?") ? "&" : "?"}lang=pt`));
  for (const path of ["/", "/sign-in"]) look(path, await nobody.page(`${path}?lang=pt`));
  const posts: [string, Record<string, string>][] = [
    ["/numbers", { phone: "12", label: "x" }],
    ["/try", { body: "{" }],
    ["/try", { body: '{"is":"no call"}' }],
    ["/try", { body: JSON.stringify(aCall({ id: {} })) }],
    [`${paths.at(-1)}/undo`, {}],
    [`${paths.at(-1)}/replay`, {}],
    [`${paths.at(-1)}/park`, {}],
    [`${paths.at(-1)}/choose`, { contact: "1" }],
    ["/portal", { accept: "222" }],
  ];
  for (const [path, fields] of posts) look(`POST ${path}`, await (await operator.post(path, fields)).text());
  for (const path of [
    "/calls?status=happy",
    "/calls?from=soon",
    "/balance?from=soon",
    "/balance?from=2035-02-02&to=2035-01-01",
    "/actions/new?do=x",
  ])
    look(path, await operator.page(path));
  expect(found).toEqual([]);
});
