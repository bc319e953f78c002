import { html } from "hono/html";
import type { PortalState } from "../portal-state.ts";
import type { StoredRecord } from "../records/stored-record.ts";
import { dealCards } from "./deal-cards.ts";
import { initialsOf, nameOf } from "./display.ts";
import type { Html } from "./layout.ts";
import { timeline } from "./timeline.ts";

/** What a salesperson sees first. */
const ABOUT = [
  "email",
  "hs_additional_emails",
  "phone",
  "mobilephone",
  "company",
  "city",
  "country",
  "hubspot_owner_id",
  "lifecyclestage",
  "hs_lead_status",
];
const IN_THE_HEAD = ["firstname", "lastname", "jobtitle"];

export function contactPage(state: PortalState, contact: StoredRecord): Html {
  return html`<div class="columns">
    <aside class="side">
      <section class="card">
        <div class="who">
          <span class="avatar large">${initialsOf(contact.properties)}</span>
          <div>
            <h1>${nameOf(contact.properties)}</h1>
            <span class="muted">${contact.properties["jobtitle"] ?? ""}</span>
          </div>
        </div>
        ${facts(
          state,
          contact,
          ABOUT.filter((name) => contact.properties[name]),
        )}
        <details>
          <summary>All other properties</summary>
          ${facts(state, contact, others(contact))}
        </details>
      </section>
    </aside>
    <section class="timeline">${timeline(state, contact)}</section>
    <aside class="side right">${dealCards(state, contact)} ${companies(state, contact)}</aside>
  </div>`;
}

function others({ properties }: StoredRecord): string[] {
  return Object.keys(properties)
    .filter((name) => !ABOUT.includes(name) && !IN_THE_HEAD.includes(name))
    .sort();
}

function facts(state: PortalState, { properties }: StoredRecord, names: readonly string[]): Html {
  return html`<dl>
    ${names.map((name) => {
      const label = state.schema.property("contacts", name)?.label ?? name;
      return html`<div>
        <dt title="${name}">${name === "hubspot_owner_id" ? "Contact owner" : label}</dt>
        <dd>${shownValue(state, name, properties[name] ?? "")}</dd>
      </div>`;
    })}
  </dl>`;
}

/** Options by their label, owners by their name. */
function shownValue(state: PortalState, name: string, value: string): string {
  if (name === "hubspot_owner_id") {
    const owner = state.schema.owners.find((one) => one.id === value);
    return owner ? `${owner.firstName} ${owner.lastName}`.trim() || owner.email : value;
  }
  const options = state.schema.property("contacts", name)?.options ?? [];
  return options.find((option) => option.value === value)?.label ?? value;
}

function companies(state: PortalState, contact: StoredRecord): Html | string {
  const links = state.associations.of("contacts", contact.id, "companies");
  const found = links.flatMap((link) => state.store("companies").live(link.to) ?? []);
  if (found.length === 0) return "";
  return html`<section class="card">
    <h2>Companies</h2>
    ${found.map(({ properties }) => html`<div class="deal"><b>${properties["name"] ?? properties["domain"]}</b><span class="muted">${properties["domain"] ?? ""}</span></div>`)}
  </section>`;
}
