import { NAMES, VARIABLE_GROUPS } from "../../call/names.ts";
import { OBJECT_OF_NAME } from "../../hubspot/model/objects.ts";
import { oneOf } from "../words/describe-value.ts";
import { nearest } from "../words/did-you-mean.ts";
import { byOtherName, plain } from "../words/plain.ts";
import { type Scope, namesIn } from "../scope.ts";

/** What is wrong with reading this name; null when nothing is. `records`: whether HubSpot's records are known at this place. */
export function nameProblem(path: string, scope: Scope, records: boolean): string | null {
  const parts = path.replace(/\[["']?([^\]"']*)["']?\]/g, ".$1").split(".");
  const [root = ""] = parts;
  if (isExtra(parts, scope)) return null;
  if (scope.crm.has(root)) return recordProblem(path, parts, records);
  return Object.hasOwn(NAMES, root) ? partProblem(path, parts, scope) : unknownRoot(path, root, scope);
}

function isExtra(parts: string[], scope: Scope): boolean {
  return scope.extra.some((name) => parts.join(".") === name || parts.join(".").startsWith(`${name}.`));
}

/** Follows the name part by part, from a group to what is in it, and from a list to one of its entries. */
function partProblem(path: string, [root = "", ...parts]: string[], scope: Scope): string | null {
  let known = root;
  let entry = false;
  for (const part of parts) {
    const { type } = NAMES[known]!;
    if (part === "size" && type !== "group") return null;
    if (type === "list" && !entry) {
      if (!/^(\d+|first|last)$/.test(part)) return listProblem(known, part);
      entry = true;
    } else {
      if (!Object.hasOwn(NAMES, `${known}.${part}`)) return unknownPart(path, known, scope);
      [known, entry] = [`${known}.${part}`, false];
    }
  }
  return null;
}

function listProblem(list: string, part: string): string {
  const entry = Object.hasOwn(NAMES, `${list}.${part}`) ? `${list}.0.${part}` : `${list}.0`;
  return `\`${list}\` is a list: say which entry, such as \`${entry}\`.`;
}

function recordProblem(path: string, parts: string[], records: boolean): string | null {
  if (!records)
    return `\`${path}\` is not known yet at this place: what is found in HubSpot can only be read where a record is written. Use what the call says.`;
  return parts.length === 2
    ? null
    : `After \`${parts[0]}.\` comes one property by its internal name, such as \`${parts[0]}.hs_object_id\`; found \`${path}\`.`;
}

function unknownRoot(path: string, root: string, scope: Scope): string {
  if (scope.activities.has(root)) return `\`${path}\` cannot be read: notes, calls and tasks are written, never read.`;
  const variable = VARIABLE_GROUPS.find(() => scope.variables?.has(path));
  if (variable)
    return `\`${path}\` is a variable: write \`extracted_variables.${path}\` or \`input_variables.${path}\`, wherever it comes from.`;
  if (Object.hasOwn(OBJECT_OF_NAME, root))
    return `\`${path}\` cannot be read: this file has no record \`${root}\`. Add it below \`records:\`.`;
  const near = nearest(path, namesIn(scope)) ?? nearestRoot(path, root, scope);
  if (near) return `No call has a name \`${path}\`. Did you mean \`${near}\`?`;
  const meant = CALLED.get(plain(path))?.[0];
  const guess = meant ? ` Did you mean \`${meant}\`?` : "";
  return `No call has a name \`${path}\`.${guess} The assistant's own variables are read as \`extracted_variables.${path}\`, those given to it as \`input_variables.${path}\`.`;
}

/** Names of a call by other names for the same. */
const CALLED = byOtherName({
  customer_phone: "phone telefone telefono phone_number telefone_cliente celular mobile caller from_number",
  duration: "duracao duracion length seconds",
  recording_url: "recording gravacao grabacion audio_url",
  "extracted_variables.summary": "summary resumo resumen",
  "lead.campaign.name": "campaign_name campanha campana nome_da_campanha",
  "call.transcript": "transcricao transcripcion conversation conversa",
  "call.outcome": "outcome result resultado",
  "call.time_of_day": "time_of_day hour_of_day hora_do_dia hora_del_dia",
  "call.weekday": "weekday day_of_week dia_da_semana dia_de_la_semana",
  "call.working_time": "working_time business_hours working_hours horario_comercial horario_laboral",
  "call.answered": "answered atendida contestada",
  "call.direction": "direction direcao direccion",
  "call.attempt": "attempt tentativa intento",
  "call.started_at": "start started_at inicio",
  "call.ended_at": "end ended_at fim",
});

function nearestRoot(path: string, root: string, scope: Scope): string | null {
  const near = nearest(root, [...scope.crm, ...namesIn(scope).filter((name) => !name.includes("."))]);
  const whole = near + path.slice(root.length);
  return near === null || nameProblem(whole, scope, true) !== null ? null : whole;
}

function unknownPart(path: string, known: string, scope: Scope): string | null {
  const isVariables = VARIABLE_GROUPS.some((group) => group === known);
  if (isVariables && scope.variables === null) return null;
  const rest = path.slice(known.length + 1);
  if (isVariables && scope.variables?.has(rest.split(/[.[]/)[0]!)) return null;
  const below = namesIn(scope)
    .filter((name) => name.startsWith(`${known}.`))
    .map((name) => name.slice(known.length + 1));
  const near = nearBelow(rest, below);
  const guess = near === null ? null : ` Did you mean \`${known}.${near}\`?`;
  // `variables:` lists what the assistant extracts; what it is given comes from elsewhere, and is only refused as a slip of the pen.
  if (isVariables && known !== "extracted_variables" && guess === null) return null;
  if (isVariables)
    return `\`${rest}\` is not among this file's \`variables:\`.${guess ?? " Add it there, if the assistant really has it."}`;
  if (below.length === 0) return `\`${known}\` is a single value; \`${path}\` is not part of it.`;
  return `\`${known}\` has no \`${rest}\`.${guess ?? ` It has ${oneOf(directly(below)).replace(" or ", " and ")}.`}`;
}

/** The whole of it, or its first part: `vriables.city`. */
function nearBelow(rest: string, below: string[]): string | null {
  const [first = ""] = rest.split(".");
  const part = first === rest ? null : nearest(first, directly(below));
  return nearest(rest, below) ?? (part === null ? null : part + rest.slice(first.length));
}

function directly(below: string[]): string[] {
  return [...new Set(below.map((name) => name.split(".")[0]!))];
}
