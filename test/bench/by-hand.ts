import { formatPhone } from "../../src/normalize/phone-search-forms.ts";
import { readPhone } from "../../src/normalize/phone.ts";

/** What the default mapping does, as somebody in a hurry would program it for that one mapping: no checks, no sanitising, no reasons; and the whole conversation, for nobody in a hurry shortens it. */
export interface ByHand {
  contact: Record<string, string>;
  deal: Record<string, string>;
  note: Record<string, string>;
}

type LookupResult = Record<string, Record<string, string | null>>;

const clock = new Intl.DateTimeFormat("pt-BR", {
  timeZone: "America/Sao_Paulo",
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

export function planByHand(json: string, held: LookupResult): ByHand {
  const body = JSON.parse(json);
  const { extracted_variables: found, input_variables: given, lead } = body;
  const ended = new Date(Date.parse(body.created_at) + body.duration * 1000);
  const phone = readPhone(body.customer_phone, "BR");
  const [first, ...rest] = (given.customer_name ?? "").trim().split(/\s+/);
  const contact: Record<string, string> = {};
  const wanted = {
    firstname: first,
    lastname: rest.join(" "),
    email: given.email?.toLowerCase(),
    phone: "none" in phone ? "" : phone.e164,
  };
  for (const [property, value] of Object.entries(wanted)) if (value && !held["contact"]?.[property]) contact[property] = value as string;
  const step = humanise(found.next_action ?? "");
  const deal: Record<string, string> = step !== "" && step !== held["deal"]?.["hs_next_step"] ? { hs_next_step: step } : {};
  const facts = [
    clock.format(ended),
    "none" in phone ? "" : formatPhone(phone),
    `${Math.floor(body.duration / 60)} min ${body.duration % 60} s`,
    lead?.campaign?.name ?? "",
  ];
  const rows = Object.entries(found).filter(
    ([name, value]) => name !== "status" && name !== "summary" && name !== "next_action" && value !== null && value !== "",
  );
  const html = [
    found.summary ? `<p>${escape(found.summary)}</p>` : "",
    step === "" ? "" : `<p><strong>Next step:</strong> ${escape(step)}</p>`,
    `<ul>${rows.map(([name, value]) => `<li><strong>${humanise(name)}:</strong> ${escape(String(value))}</li>`).join("")}</ul>`,
    `<h3>AI call: ${found.status ? "goal reached" : "talked"}</h3>`,
    `<p>${facts
      .filter((fact) => fact !== "")
      .map(escape)
      .join(" · ")}</p>`,
    body.recording_url ? `<p><a href="${escape(body.recording_url)}">Listen to the recording</a></p>` : "",
    `<h3>Conversation</h3>${transcript(body.transcript, Date.parse(body.created_at) / 1000)}`,
    `<p><em>OtoniStark ${body.id}</em></p>`,
  ];
  return { contact, deal, note: { hs_timestamp: ended.toISOString(), hs_note_body: html.join("\n") } };
}

function transcript(turns: { sender: string; text: string; timestamp: number }[], start: number): string {
  return turns
    .map(({ sender, text, timestamp }) => {
      const at = Math.floor(timestamp - start);
      return `<p><strong>${sender === "bot" ? "Assistant" : "Customer"}</strong> <em>${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}</em><br>${escape(text)}</p>`;
    })
    .join("");
}

function humanise(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}
