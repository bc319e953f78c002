import { html } from "hono/html";
import { type Pipeline, type Stage, stageOf } from "../schema/pipelines.ts";
import type { PortalState } from "../portal-state.ts";
import type { StoredRecord } from "../records/stored-record.ts";
import { dayAndTime, money } from "./display.ts";
import type { Html } from "./layout.ts";

/** The contact's deals, newest first, each with how far it has come. */
export function dealCards(state: PortalState, contact: StoredRecord): Html {
  const links = state.associations.of("contacts", contact.id, "deals");
  const deals = links
    .flatMap((link) => state.store("deals").live(link.to) ?? [])
    .sort((a, b) => b.createdAt - a.createdAt || Number(b.id) - Number(a.id));
  return html`<section class="card">
    <h2>Deals <span class="faint">${deals.length}</span></h2>
    ${deals.length === 0 ? html`<span class="muted">No deals</span>` : deals.map((deal) => dealCard(state, deal))}
  </section>`;
}

function dealCard(state: PortalState, { properties }: StoredRecord): Html {
  const place = stageOf(state.schema.pipelines("deals"), properties["dealstage"]);
  const end = endOf(place?.stage);
  return html`<div class="deal">
    <b>${properties["dealname"]}</b>
    <span class="muted">${[money(properties["amount"]), place?.pipeline.label].filter(Boolean).join(" · ")}</span>
    ${place ? steps(place.pipeline, place.stage, end) : ""}
    <div class="facts"><span class="tag ${end}">${place?.stage.label ?? properties["dealstage"]}</span></div>
    ${properties["hs_next_step"] ? html`<p class="muted">Next step: ${properties["hs_next_step"]}</p>` : ""}
    ${properties["closedate"] ? html`<div class="faint">Close date ${dayAndTime(properties["closedate"], state.settings.timeZone)}</div>` : ""}
  </div>`;
}

function endOf(stage: Stage | undefined): "open" | "won" | "lost" {
  if (stage?.metadata["isClosed"] !== "true") return "open";
  return Number(stage.metadata["probability"]) > 0 ? "won" : "lost";
}

function steps(pipeline: Pipeline, stage: Stage, end: string): Html {
  const open = pipeline.stages.filter((one) => one.metadata["isClosed"] !== "true");
  const reached = end === "open" ? open.indexOf(stage) : open.length;
  return html`<div class="steps ${end}" title="${stage.label}">
    ${[...open, stage].slice(0, open.length + (end === "open" ? 0 : 1)).map((_, index) => html`<i class="${index <= reached ? "done" : ""}"></i>`)}
  </div>`;
}
