import { NAMES } from "../../call/names.ts";
import { found, isGroup } from "../words/describe-value.ts";
import { parseDuration } from "../emit/duration.ts";
import { propertyProblem } from "../words/property-name.ts";
import type { Scope } from "../scope.ts";
import type { Path, SourceFile } from "../source-file.ts";
import { checkFurther } from "./activity/check-targets.ts";
import { checkFind } from "./check-find.ts";
import { checkValue } from "./check-values.ts";

type Record_ = Record<string, unknown>;

export function checkCrm(file: SourceFile, scope: Scope, record: Record_, name: string, object: string): void {
  const path = ["records", name];
  checkFound(file, record, path, object);
  checkFindBy(file, scope, record["find_by"], [...path, "find_by"], object);
  if (isGroup(record["find"])) checkFind(file, scope, record["find"], name, object);
  checkCreate(file, record, path, object);
  checkContactWords(file, record, path, object);
  if ("on" in record) checkFurther(file, scope, record, path);
}

function checkFound(file: SourceFile, record: Record_, path: Path, object: string): void {
  const both = "find_by" in record && "find" in record;
  if (both) file.report([...path, "find"], "`find_by` and `find` are two ways to find the record. Keep one of them.", "key");
  if ("find_by" in record || "find" in record || file.hasProblemBelow(path)) return;
  const example =
    object === "contacts"
      ? '`find_by:` with `- phone: "{{ customer_phone }}"`'
      : "`find: {}` (through the contact), or `find_by:` with a property and its value";
  file.report(path, `It is not said how this record is found in HubSpot. Add ${example}.`, "key");
}

function checkFindBy(file: SourceFile, scope: Scope, keys: unknown, path: Path, object: string): void {
  if (!Array.isArray(keys)) return;
  for (const [index, key] of keys.entries()) {
    if (!isGroup(key)) continue;
    const properties = Object.keys(key);
    if (properties.length !== 1)
      file.report(
        [...path, index, properties[1] ?? ""],
        "Each line of `find_by` is one property and its value. Begin each property with a `- ` of its own.",
        "key",
      );
    for (const property of properties) {
      const problem = propertyProblem(property);
      if (problem) file.report([...path, index, property], problem, "key");
      else if (isFixed(key[property]) && ONE_A_CALL.has(object)) reportFixed(file, key[property], [...path, index, property], property);
      else checkValue(file, scope, key[property], [...path, index, property], property);
    }
  }
}

/** What each call has its own of. A company, or an object of one's own, may be the same for all: the agency's one customer, a campaign. */
const ONE_A_CALL = new Set(["contacts", "deals", "tickets"]);

/** Neither a gap nor a name to read. */
function isFixed(value: unknown): boolean {
  if (isGroup(value)) return "value" in value && !("from" in value) && !("template" in value);
  return ["string", "number", "boolean"].includes(typeof value) && !/[{}]/.test(String(value));
}

function reportFixed(file: SourceFile, value: unknown, path: Path, property: string): void {
  const at = isGroup(value) ? [...path, "value"] : path;
  const text = file.spot(at)?.scalar?.source ?? "";
  const isName = Object.hasOwn(NAMES, text) || /^(?:extracted_variables|input_variables|lead)\.[\w.]+$/.test(text);
  const example = isName ? text : property === "phone" ? "customer_phone" : `input_variables.${property}`;
  file.report(
    at,
    `${found(text)} is the same for every call, so all of them would lead to one record. Read it from the call: \`"{{ ${example} }}"\`.`,
  );
}

/** What HubSpot wants of every new record; a contact known only by a number gets a name from us. */
const NEEDED: Record<string, string[][]> = {
  deals: [["dealname"], ["dealstage"]],
  tickets: [["subject"], ["hs_pipeline_stage"]],
  companies: [["name", "domain"]],
};

function checkCreate(file: SourceFile, record: Record_, path: Path, object: string): void {
  if (record["if_missing"] !== "create" || file.hasProblemBelow(path)) return;
  const set = isGroup(record["set"]) ? record["set"] : {};
  const keys = (Array.isArray(record["find_by"]) ? record["find_by"] : []).flatMap((key) => (isGroup(key) ? Object.keys(key) : []));
  const missing = (NEEDED[object] ?? []).filter((names) => !names.some((name) => name in set || keys.includes(name)));
  if (missing.length === 0) return;
  const names = missing.map((any) => any.map((name) => `\`${name}\``).join(" or ")).join(" and ");
  file.report(
    [...path, "if_missing"],
    `HubSpot creates no ${object} without ${names}. Add ${missing.length > 1 ? "them" : "it"} below \`set:\`.`,
    "key",
  );
}

function checkContactWords(file: SourceFile, record: Record_, path: Path, object: string): void {
  for (const word of ["phone_properties", "rematch", "hold_task"]) {
    if (word in record && object !== "contacts")
      file.report([...path, word], `\`${word}\` is for contacts only; this record is of ${object}.`, "key");
  }
  for (const [index, name] of (Array.isArray(record["phone_properties"]) ? record["phone_properties"] : []).entries()) {
    const problem = typeof name === "string" ? propertyProblem(name) : null;
    if (problem) file.report([...path, "phone_properties", index], problem);
  }
  if ("hold_task" in record && record["if_several"] !== "hold" && object === "contacts")
    file.report(
      [...path, "hold_task"],
      "`hold_task` asks a person to choose, but without `if_several: hold` nobody has to. Add that line, or remove this one.",
      "key",
    );
  if (typeof record["rematch"] === "string") checkRematch(file, record["rematch"], record, [...path, "rematch"]);
}

function checkRematch(file: SourceFile, text: string, record: Record_, path: Path): void {
  const duration = parseDuration(text);
  if ("problem" in duration) file.report(path, duration.problem);
  else if (record["if_missing"] === "create")
    file.report(
      path,
      "`rematch` waits for a contact to appear, but with `if_missing: create` none is ever missing. Remove one of them.",
      "key",
    );
}
