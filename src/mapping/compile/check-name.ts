import { NAMES, VARIABLE_GROUPS } from "../names.ts";
import { OBJECT_OF } from "../schema/records.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { namesIn, type Scope } from "./scope.ts";

/** What Liquid offers of every list and text. */
const PARTS = new Set(["size", "first", "last"]);

/** What is wrong with reading this name; null when nothing is. `records`: whether HubSpot's records are known at this place. */
export function nameProblem(path: string, scope: Scope, records: boolean): string | null {
  const parts = path.replace(/\[["']?([^\]"']*)["']?\]/g, ".$1").split(".");
  const [root = ""] = parts;
  if (isExtra(parts, scope)) return null;
  if (scope.crm.has(root)) return recordProblem(path, parts, records);
  const named = parts.filter((part) => !/^\d+$/.test(part));
  while (named.length > 1 && PARTS.has(named.at(-1)!)) named.pop();
  const known = knownPrefix(named);
  if (known.length === named.length) return null;
  return known.length === 0 ? unknownRoot(path, root, scope) : unknownPart(path, named, known.join("."), scope);
}

function isExtra(parts: string[], scope: Scope): boolean {
  return scope.extra.some((name) => parts.join(".") === name || parts.join(".").startsWith(`${name}.`));
}

/** As many parts as make a known name: `lead.campaign` of `lead.campaign.nmae`. A transfer may stand for its list (`transfers.first.status`). */
function knownPrefix(parts: string[]): string[] {
  const named = parts.filter((part, index) => index === 0 || !PARTS.has(part));
  let length = named.length;
  while (length > 0 && !Object.hasOwn(NAMES, named.slice(0, length).join("."))) length -= 1;
  return length === named.length ? parts : named.slice(0, length);
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
  if (Object.hasOwn(OBJECT_OF, root)) return `\`${path}\` cannot be read: this file has no record \`${root}\`. Add it below \`records:\`.`;
  const near = nearest(path, namesIn(scope)) ?? nearestRoot(path, root, scope);
  if (near) return `No call has a name \`${path}\`. Did you mean \`${near}\`?`;
  return `No call has a name \`${path}\`. The assistant's own variables are read as \`extracted_variables.${path}\`, those given to it as \`input_variables.${path}\`.`;
}

function nearestRoot(path: string, root: string, scope: Scope): string | null {
  const near = nearest(root, [...scope.crm, ...namesIn(scope).filter((name) => !name.includes("."))]);
  const whole = near + path.slice(root.length);
  return near === null || nameProblem(whole, scope, true) !== null ? null : whole;
}

function unknownPart(path: string, parts: string[], known: string, scope: Scope): string | null {
  const isVariables = VARIABLE_GROUPS.some((group) => group === known);
  if (isVariables && scope.variables === null) return null;
  const rest = parts.slice(known.split(".").length).join(".");
  if (isVariables && scope.variables?.has(rest.split(".")[0]!)) return null;
  const below = namesIn(scope).filter((name) => name.startsWith(`${known}.`));
  if (isVariables)
    return `\`${rest}\` is not among this file's \`variables:\`.${didYouMean(path, below) || " Add it there, if the assistant really has it."}`;
  const near = didYouMean(path, below);
  if (below.length === 0) return `\`${known}\` is a single value; \`${path}\` is not part of it.`;
  return `\`${known}\` has no \`${rest}\`.${near || ` It has: ${below.map((name) => `\`${name.slice(known.length + 1)}\``).join(", ")}.`}`;
}
