import { html } from "hono/html";
import type { PortalState } from "../portal-state.ts";
import type { StoredRecord } from "../records/stored-record.ts";
import { dayAndTime, initialsOf, nameOf } from "./display.ts";
import type { Html } from "./layout.ts";

/** More than a person scrolls through. */
const SHOWN = 200;

/** Newest first. */
export function contactList(state: PortalState): Html {
  const contacts = state
    .store("contacts")
    .all()
    .sort((a, b) => b.createdAt - a.createdAt || Number(b.id) - Number(a.id));
  const rest = contacts.length - SHOWN;
  return html`<div class="head">
      <h1>Contacts</h1>
      <span class="muted">${contacts.length} ${contacts.length === 1 ? "record" : "records"}</span>
    </div>
    <div class="card">
      ${contacts.length === 0 ? html`<p class="empty">Nobody here yet. A call will bring the first contact.</p>` : table(state, contacts.slice(0, SHOWN))}
    </div>
    ${rest > 0 ? html`<p class="muted">and ${rest} older ones</p>` : ""}`;
}

function table(state: PortalState, contacts: readonly StoredRecord[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Name</th>
        <th>Phone</th>
        <th class="wide">Email</th>
        <th class="wide">Activity</th>
        <th class="wide">Deals</th>
        <th class="wide">Created</th>
      </tr>
    </thead>
    <tbody>
      ${contacts.map((contact) => row(state, contact))}
    </tbody>
  </table>`;
}

function row(state: PortalState, contact: StoredRecord): Html {
  const { id, properties } = contact;
  const count = (object: string) =>
    state.associations.of("contacts", id, object).filter((link) => state.store(object).live(link.to)).length;
  return html`<tr>
    <td>
      <span class="person"><span class="avatar">${initialsOf(properties)}</span><a href="/contacts/${id}">${nameOf(properties)}</a></span>
    </td>
    <td>${properties["phone"] ?? properties["mobilephone"] ?? ""}</td>
    <td class="wide">${properties["email"] ?? ""}</td>
    <td class="wide">${count("notes") + count("calls") + count("tasks") || ""}</td>
    <td class="wide">${count("deals") || ""}</td>
    <td class="wide muted">${dayAndTime(new Date(contact.createdAt).toISOString(), state.settings.timeZone)}</td>
  </tr>`;
}
