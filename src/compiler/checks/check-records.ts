import { NAMES } from "../../call/names.ts";
import { OBJECT_OF_NAME, isActivity } from "../../hubspot/model/objects.ts";
import { found, isGroup } from "../words/describe-value.ts";
import { type Scope, objectOf } from "../scope.ts";
import type { SourceFile } from "../source-file.ts";
import { alreadyMeans } from "../schema/schema-messages.ts";
import { wordMeant } from "../words/other-words.ts";
import { plain } from "../words/plain.ts";
import { checkActivity } from "./activity/check-activity.ts";
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
    const object = objectOf(name, record);
    checkSet(file, scope, record["set"], [...path, "set"], object);
    if (isActivity(object)) checkActivity(file, scope, record, name, object);
    else if (object) checkCrm(file, scope, record, name, object);
  }
}

const EMPTY = "`records` is empty: this mapping would write nothing. Add a `contact`, a `note`, …, or remove the file.";

function checkRecordName(file: SourceFile, name: string): void {
  const path = ["records", name];
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    file.report(path, `${found(name)} cannot be a record's name: small letters, digits and _ only, such as \`${usable(name)}\`.`, "key");
  else if (name !== "call" && Object.hasOwn(NAMES, name)) file.report(path, `${alreadyMeans(name)} Give this record another name.`, "key");
}

function usable(name: string): string {
  const near = wordMeant(name, Object.keys(OBJECT_OF_NAME)) ?? plain(name);
  return /^[a-z][a-z0-9_]*$/.test(near) ? near : "follow_up";
}
