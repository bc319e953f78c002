import type { Call } from "../../call/call.ts";
import { escapeHtml } from "../../html/escape.ts";
import { bodyProperty } from "../../hubspot/model/objects.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import type { Outcome } from "./plan-one.ts";

const STYLE = `
  body { font: 14px/1.5 "Lexend Deca", Helvetica, Arial, sans-serif; color: #33475b; background: #f5f8fa; margin: 0; padding: 32px 16px; }
  main { max-width: 680px; margin: 0 auto; }
  article { background: #fff; border: 1px solid #dfe3eb; border-radius: 4px; padding: 16px 20px; margin: 12px 0; overflow-wrap: anywhere; }
  header { color: #516f90; font-size: 12px; border-bottom: 1px solid #eaf0f6; margin-bottom: 12px; padding-bottom: 8px; }
  h3 { font-size: 16px; margin: 12px 0 6px; } p { margin: 6px 0; } a { color: #0091ae; }
  table { border-collapse: collapse; } td { padding: 2px 16px 2px 0; vertical-align: top; }`;

/** The call's notes, calls and tasks as they would look on a HubSpot timeline. */
export function previewPage(call: Call, { plan }: Outcome): string {
  const cards = (plan?.records ?? []).filter((record) => record.properties[bodyProperty(record.object)] !== undefined).map(card);
  const none = "<p>This call would write no note.</p>";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Call ${escapeHtml(call.id)}</title><style>${STYLE}</style></head>
<body><main>${cards.join("\n") || none}</main></body></html>
`;
}

function card({ name, object, on, properties }: PlannedRecord): string {
  const title = properties["hs_task_subject"] ?? properties["hs_call_title"] ?? properties["hs_meeting_title"] ?? "";
  const head = [name, on.length > 0 ? `on ${on.join(" and ")}` : "", properties["hs_timestamp"] ?? ""].filter((part) => part !== "");
  return `<article><header>${escapeHtml(head.join(" · "))}</header>${title ? `<h3>${escapeHtml(title)}</h3>` : ""}${properties[bodyProperty(object)] ?? ""}</article>`;
}
