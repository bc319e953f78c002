import { describe, expect, it } from "vitest";
import { shownHtml } from "../../../src/sandbox/portal/records/safe-html.ts";
import { portalUnderTest } from "../../../src/sandbox/portal/testing.ts";

describe("a contact's page", () => {
  it("shows the person, the notes newest first and the deals by their labels", async () => {
    const { portal, get } = portalUnderTest();
    const id = portal.add("contacts", { firstname: "Marina", lastname: "Alves", hubspot_owner_id: "41001" });
    portal.add("deals", { dealname: "Ordering line", dealstage: "contractsent" }, { associations: { contacts: [id] } });
    for (const day of ["01", "02"])
      portal.add(
        "notes",
        { hs_timestamp: `2026-11-${day}T10:00:00Z`, hs_note_body: `<p>Note of day ${day}</p>` },
        { associations: { contacts: [id] } },
      );
    const { body } = await get(`/contacts/${id}`);
    for (const text of ["Marina Alves", "Ana Souza", "Contract sent", "Sales Pipeline"]) expect(body).toContain(text);
    expect(body.indexOf("day 02")).toBeLessThan(body.indexOf("day 01"));
    expect((await get("/")).body).toContain(`href="/contacts/${id}"`);
    expect((await get("/contacts/9")).status).toBe(404);
  });

  it("never runs what a record says", async () => {
    const { portal, get } = portalUnderTest();
    const id = portal.add("contacts", { firstname: "<img src=x onerror=alert(1)>", phone: '"><script>alert(2)</script>' });
    const { body } = await get(`/contacts/${id}`);
    expect(body).not.toMatch(/<img|<script/);
  });
});

describe("a note's HTML", () => {
  it.each([
    ["<p>a<br/>b</p>", "<p>a<br>b</p>"],
    ["<p onclick=alert(1)>a</p>", "<p>a</p>"],
    ["<img src=x onerror=alert(1)>a", "a"],
    ["<scr<script></script>ipt>alert(1)</script>", "alert(1)"],
    ['<a href="javascript:alert(1)">a</a>', "<a>a</a>"],
    ["<a href=' JAVASCRIPT:alert(1)'>a</a>", "<a>a</a>"],
    [
      '<a href="https://example.com/?a=1&amp;b=2" onclick="x">a</a>',
      '<a href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer nofollow" target="_blank">a</a>',
    ],
    ["<strong>open", "<strong>open</strong>"],
    ["</p></div>a", "a"],
    ["a < b &lt;i&gt;", "a &lt; b &lt;i&gt;"],
    ["<table><tr><td>a</td></tr></table>", "a"],
    ["<!-- hidden -->a", "a"],
  ])("%s is shown as %s", (html, shown) => {
    expect(shownHtml(html)).toBe(shown);
  });
});
