import { NAMES, type NameType } from "../../call/names.ts";
import { readDate } from "../../normalize/date.ts";
import { readYesNo } from "../../normalize/text.ts";
import { found, oneOf } from "../words/describe-value.ts";
import { didYouMean, nearest } from "../words/did-you-mean.ts";
import { dayMeant } from "../words/weekdays.ts";
import { plain } from "../words/plain.ts";

/** Names that hold one word each: a space or a comma in what they are compared with means that several are meant. */
const SINGLE_WORDS = new Set(["status", "call.outcome", "call.direction", "type", "ended_by", "lead.status"]);

/** Such as are met; the sender may have others, also of two words. */
const STATUSES = new Set(
  "busy completed ended ended_by_customer ended_by_assistant no-answer no_answer unanswered failed voicemail inbound outbound web".split(
    " ",
  ),
);

/**
 * Why a name is never equal to this fixed value, in words; null when it may be. Blank asks for "nothing there", and may.
 * `type`: of the name, where it is known.
 */
export function neverEqual(name: string, type: NameType | null, value: unknown): string | null {
  if (value === null || value === "") return null;
  return notAmong(name, value) ?? severalWords(name, value) ?? notOfType(name, type, value);
}

function severalWords(name: string, value: unknown): string | null {
  if (typeof value !== "string" || !SINGLE_WORDS.has(name)) return null;
  const listed = value.trim().split(/\s*,\s*|\s+(?:or|ou|o|and|e|y)\s+/);
  const spaced = value.trim().split(/\s+/);
  const words = spaced.every((word) => STATUSES.has(word.toLowerCase())) ? spaced : listed;
  if (words.length < 2) return null;
  return `\`${name}\` is one word; found ${found(value)}. For one of several write a list: \`[${words.join(", ")}]\`.`;
}

function notAmong(name: string, value: unknown): string | null {
  const values = Object.hasOwn(NAMES, name) ? NAMES[name]!.values : undefined;
  if (!values || values.includes(String(value).trim().toLowerCase())) return null;
  const near = CALLED[plain(String(value))] ?? dayMeant(String(value)) ?? nearest(String(value), values);
  const guess = near && values.includes(near) ? ` Did you mean \`${near}\`?` : "";
  if (guess === "" && severalWords(name, value)) return null;
  const answered =
    name === "call.outcome" && /^(?:answered|atendida|contestada|completed)$/i.test(String(value))
      ? " Whether somebody took the call is `call.answered: true`."
      : "";
  const days = name === "call.weekday" ? severalDays(value) : "";
  return `\`${name}\` is ${oneOf(values)}; found ${found(value)}.${answered || days || guess}`;
}

function severalDays(value: unknown): string {
  const word = plain(String(value));
  if (/^(?:weekends?|fim_de_semana|fins_de_semana|fin_de_semana)$/.test(word)) return " For the weekend write `[saturday, sunday]`.";
  return /^(?:weekdays?|workdays?|business_days?|dias?_ute?i?l?s?|dias_uteis|working_days?)$/.test(word)
    ? " For the days on which your team works write `call.working_time: true`, or list the days."
    : "";
}

/** Our words by other names for the same. */
const CALLED: Record<string, string> = {
  incoming: "inbound",
  in: "inbound",
  entrada: "inbound",
  recebida: "inbound",
  entrante: "inbound",
  outgoing: "outbound",
  out: "outbound",
  saida: "outbound",
  saliente: "outbound",
  success: "goal_reached",
  goal: "goal_reached",
  unanswered: "no_answer",
  missed: "no_answer",
  noanswer: "no_answer",
  ocupado: "busy",
  caixa_postal: "voicemail",
  mailbox: "voicemail",
  buzon: "voicemail",
  error: "failed",
  falhou: "failed",
};

function notOfType(name: string, type: NameType | null, value: unknown): string | null {
  if (type === "yes/no" && !/^(true|false)$/i.test(String(value)))
    return `\`${name}\` is \`true\` or \`false\`; found ${found(value)}.${yesNoHint(name, value)}`;
  if (type === "number" && Number.isNaN(Number(value))) return `\`${name}\` is a number${unit(name)}; found ${found(value)}.`;
  if (type === "date") return notADate(name, value);
  return null;
}

export function unit(name: string): string {
  return name.endsWith("duration") ? " of seconds" : "";
}

function yesNoHint(name: string, value: unknown): string {
  const meant = readYesNo(value);
  if (meant !== null) return ` Did you mean \`${meant}\`?`;
  const goal = name === "extracted_variables.status" ? " It says whether the call reached its goal; how the call ended is `status`." : "";
  return didYouMean(String(value), ["true", "false"]) || goal;
}

const TIME_OF_DAY = /^\d{1,2}(?::\d\d){1,2}\s*(?:[ap]m)?$|^\d{1,2}\s*(?:h(?:\d\d)?|[ap]m)$/i;

/** What a date is never equal to, earlier or later than. */
export function notADate(name: string, value: unknown): string | null {
  if (typeof value === "string" && TIME_OF_DAY.test(value.trim()))
    return `\`${name}\` is a moment, with its day; ${found(value)} is only a time of day. Write a day, \`2026-12-24\`, or a moment, \`2026-12-24T18:00\`.`;
  if (readDate(value, { country: null, timezone: "UTC" }) !== null) return null;
  return `\`${name}\` is a date; found ${found(value)}. Write a day, \`2026-12-24\`, or a moment, \`2026-12-24T18:00\`.`;
}
