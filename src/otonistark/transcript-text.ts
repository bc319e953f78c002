import type { Turn } from "../call/call.ts";

const ASSISTANT = "ai|ia|bot|rob[oô]|assistant|assistente|asistente|agent|agente|atendente";
const CUSTOMER = "customer|cliente?|human[oa]?|user|usu[aá]ri[oa]|caller|lead|contato|contact";

const CLOCK = String.raw`[\[(]?((?:\d{1,3}:)?\d{1,3}:\d{2})(?:\.\d{1,6})?[\])]?`;
/** `AI: `, `[00:12] **Cliente:** `, `Human (0:05): `. */
const LABEL = new RegExp(
  String.raw`^[\s*_>-]{0,8}(?:${CLOCK}[\s-]{0,4})?[*_]{0,3}(?:(${ASSISTANT})|(${CUSTOMER}))[*_]{0,3}\s{0,4}(?:${CLOCK}\s{0,4})?[*_]{0,3}[:：][*_]{0,3}`,
  "i",
);
/** No label is longer: a line of a megabyte is not searched for one. */
const LONGEST_LABEL = 80;

/**
 * The turns of a transcript that was sent as text. Lines without a speaker continue the turn before them; those before the first
 * speaker count as the assistant's, which speaks first. No turns when nobody is named at all.
 */
export function turnsOfText(text: string): Turn[] {
  const turns: Turn[] = [];
  let named = false;
  for (const line of text.split(/\r\n|[\r\n]/)) {
    const label = LABEL.exec(line.slice(0, LONGEST_LABEL));
    named ||= label !== null;
    if (label)
      turns.push({
        speaker: label[2] ? "assistant" : "customer",
        text: line.slice(label[0].length),
        at: clockSeconds(label[1] ?? label[4]),
      });
    else continueTurn(turns, line);
  }
  return named ? turns.map((turn) => ({ ...turn, text: turn.text.trim() })).filter((turn) => turn.text !== "") : [];
}

function continueTurn(turns: Turn[], line: string): void {
  const last = turns.at(-1);
  if (last) last.text += `\n${line}`;
  else if (line.trim() !== "") turns.push({ speaker: "assistant", text: line, at: null });
}

/** `1:02:03` → 3723 */
function clockSeconds(clock: string | undefined): number | null {
  return clock === undefined ? null : clock.split(":").reduce((seconds, part) => seconds * 60 + Number(part), 0);
}
