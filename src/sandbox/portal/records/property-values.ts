import type { PropertyDefinition } from "../schema/property-definition.ts";
import { keptHtml } from "./safe-html.ts";

/** What becomes of a value sent: the text that HubSpot keeps, or why it refuses. */
export type Judged = { value: string } | { error: string; message: string };

const LONGEST_TEXT = 65_536;

/** `""` and null clear a property. Owners, pipelines and stages are judged elsewhere. */
export function judge(property: PropertyDefinition, raw: unknown): Judged {
  if (raw === null || raw === undefined || raw === "") return { value: "" };
  if (typeof raw === "object") return { error: "INVALID_VALUE", message: `${property.name} must be a single value` };
  const text = String(raw);
  if (text.length > LONGEST_TEXT) {
    return { error: "VALUE_TOO_LONG", message: `${property.name} is ${text.length} characters; at most ${LONGEST_TEXT} are allowed` };
  }
  return judgeText(property, text);
}

function judgeText(property: PropertyDefinition, text: string): Judged {
  if (property.name === "email") return judgeEmail(text);
  if (property.name === "hs_call_recording_url") return judgeRecording(text);
  if (property.refersTo) return { value: text };
  switch (property.type) {
    case "number":
      return judgeNumber(text);
    case "date":
      return judgeDate(text);
    case "datetime":
      return judgeInstant(text);
    case "bool":
    case "enumeration":
      return judgeOption(property, text);
    default:
      return { value: property.fieldType === "html" ? keptHtml(text) : text };
  }
}

function judgeEmail(text: string): Judged {
  const email = text.trim().toLowerCase();
  if (/^[^\s@<>(),;:"]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email)) return { value: email };
  return { error: "INVALID_EMAIL", message: `Email address ${text} is invalid` };
}

function judgeRecording(text: string): Judged {
  if (/^https:\/\/[^?#]+\.(mp3|wav)([?#].*)?$/i.test(text)) return { value: text };
  return { error: "INVALID_URL", message: `${text} is not an HTTPS link to a .mp3 or .wav file` };
}

function judgeNumber(text: string): Judged {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim())) return { value: text.trim() };
  return { error: "INVALID_NUMBER", message: `${text} was not a valid number.` };
}

function judgeDate(text: string): Judged {
  const day = /^(\d{4}-\d{2}-\d{2})(T00:00:00(\.0+)?Z)?$/.exec(text)?.[1];
  const ms = day ? Date.parse(`${day}T00:00:00Z`) : /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(ms)) return { error: "INVALID_DATE", message: `${text} was not a valid date.` };
  if (ms % 86_400_000 !== 0) return { error: "INVALID_DATE", message: `${text} is not midnight UTC.` };
  return { value: new Date(ms).toISOString().slice(0, 10) };
}

function judgeInstant(text: string): Judged {
  const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text);
  const ms = iso ? Date.parse(text) : /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(ms)) return { error: "INVALID_LONG", message: `${text} was not a valid long.` };
  return { value: new Date(ms).toISOString().replace(".000Z", "Z") };
}

function judgeOption(property: PropertyDefinition, text: string): Judged {
  const several = property.fieldType === "checkbox";
  const values = several ? text.split(";").filter((value) => value !== "") : [text];
  const unknown = property.options.length > 0 && values.find((value) => !property.options.some((option) => option.value === value));
  if (typeof unknown !== "string") return { value: text };
  const allowed = property.options.map((option) => `label: ${JSON.stringify(option.label)}\nvalue: ${JSON.stringify(option.value)}\n`);
  return { error: "INVALID_OPTION", message: `${unknown} was not one of the allowed options: [${allowed.join(", ")}]` };
}
