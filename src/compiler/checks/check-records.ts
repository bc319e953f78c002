import { NAMES } from "../../call/names.ts";
import { isActivity } from "../../hubspot/model/objects.ts";
import { found, isGroup } from "../describe-value.ts";
import { type Scope, objectOf } from "../scope.ts";
import type { SourceFile } from "../source-file.ts";
import { checkActivity } from "./check-activity.ts";
import { checkCondition } from "./check-conditions.ts";
import { checkCrm } from "./check-crm.ts";
import { checkSet } from "./check-values.ts";

/** What the schema cannot see in the records: names of others, and words that exclude or need each other. */
export function checkRecords(file: SourceFile, scope: Scope, records: unknown): void {
  if (!isGroup(records)) return;
  if (Object.keys(records).length === 0) file.report(["records"], EMPTY, "key");
  for (const [name, record] of Object.entries(records)) {
    checkRecordName(file, name);
    if (!isGroup(record)) continue;
    const path = ["records", name];
    checkCondition(file, scope, record["when"], [...path, "when"]);
    checkSet(file, scope, record["set"], [...path, "set"]);
    const object = objectOf(name, record);
    if (isActivity(object)) checkActivity(file, scope, record, name, object);
    else if (object) checkCrm(file, scope, record, name, object);
  }
}

const EMPTY = "`records` is empty: this mapping would write nothing. Add a `contact`, a `note`, …, or remove the file.";

function checkRecordName(file: SourceFile, name: string): void {
  const path = ["records", name];
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    file.report(path, `${found(name)} cannot be a record's name: small letters, digits and _ only, such as \`follow_up\`.`, "key");
  else if (name !== "call" && Object.hasOwn(NAMES, name))
    file.report(
      path,
      `\`${name}\` already means ${NAMES[name]!.describe.split(";")[0]} in texts and conditions. Give this record another name.`,
      "key",
    );
}
