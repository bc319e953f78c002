import { html, raw } from "hono/html";
import type { PortalState } from "../portal-state.ts";
import { shownHtml } from "../records/safe-html.ts";
import type { StoredRecord } from "../records/stored-record.ts";
import { dayAndTime, duration } from "./display.ts";
import type { Html } from "./layout.ts";

const ACTIVITIES = ["notes", "calls", "tasks", "meetings"];

/** The contact's notes, calls, tasks and meetings, newest first. */
export function timeline(state: PortalState, contact: StoredRecord): Html {
  const entries = ACTIVITIES.flatMap((object) =>
    state.associations.of("contacts", contact.id, object).flatMap((link) => state.store(object).live(link.to) ?? []),
  );
  const sorted = entries.sort((a, b) => timeOf(b) - timeOf(a) || Number(b.id) - Number(a.id));
  const count = sorted.length === 1 ? "1 entry" : `${sorted.length} entries, newest first`;
  return html`<div class="head">
      <h1>Activity</h1>
      <span class="muted">${count}</span>
    </div>
    ${sorted.length === 0 ? html`<div class="card empty">No notes, calls, tasks or meetings yet.</div>` : sorted.map((entry) => card(state, entry))}`;
}

function timeOf(record: StoredRecord): number {
  return Date.parse(record.properties["hs_timestamp"] ?? "") || record.createdAt;
}

function card(state: PortalState, entry: StoredRecord): Html {
  const { object, properties } = entry;
  const kind = object.slice(0, -1);
  const body =
    properties["hs_note_body"] ?? properties["hs_call_body"] ?? properties["hs_task_body"] ?? properties["hs_meeting_body"] ?? "";
  const owner = state.schema.owners.find((one) => one.id === properties["hubspot_owner_id"]);
  return html`<article class="card entry ${kind}" id="${kind}-${entry.id}">
    <header>
      <b>${titleOf(entry)}</b>
      <time class="faint" datetime="${properties["hs_timestamp"] ?? ""}"
        >${owner ? `${owner.firstName} ${owner.lastName} · ` : ""}${object === "tasks" ? "Due " : ""}${dayAndTime(properties["hs_timestamp"], state.settings.timeZone)}</time
      >
    </header>
    ${factsOf(state, entry)} ${body ? html`<div class="body">${raw(shownHtml(body))}</div>` : ""}
  </article>`;
}

function titleOf({ object, properties }: StoredRecord): string {
  if (object === "calls") return properties["hs_call_title"] ?? "Call";
  if (object === "tasks") return properties["hs_task_subject"] ?? "Task";
  if (object === "meetings") return properties["hs_meeting_title"] ?? "Meeting";
  return "Note";
}

function factsOf(state: PortalState, { object, properties }: StoredRecord): Html | string {
  const label = (name: string) => state.schema.property(object, name)?.options.find((option) => option.value === properties[name])?.label;
  const call = [
    label("hs_call_direction"),
    label("hs_call_disposition") ?? label("hs_call_status"),
    duration(properties["hs_call_duration"]),
  ];
  const task = [label("hs_task_status"), label("hs_task_type"), label("hs_task_priority")];
  const facts = ({ calls: call, tasks: task, meetings: [label("hs_meeting_outcome")] }[object] ?? []).filter(Boolean);
  return facts.length === 0 ? "" : html`<div class="facts">${facts.map((fact) => html`<span class="tag">${fact}</span>`)}</div>`;
}
