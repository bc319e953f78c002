import { isGroup } from "../../words/describe-value.ts";
import type { Scope } from "../../scope.ts";
import type { Path, SourceFile } from "../../source-file.ts";
import { checkOwner } from "./check-owner.ts";
import { checkOn } from "./check-targets.ts";
import { checkTime } from "./check-time.ts";

type Record_ = Record<string, unknown>;

export function checkActivity(file: SourceFile, scope: Scope, record: Record_, name: string, object: string): void {
  const path = ["records", name];
  checkContent(file, record, path, object);
  if ("at" in record) checkTime(file, scope, record["at"], [...path, "at"]);
  checkOwner(file, scope, record["owner"], [...path, "owner"]);
  if ("on" in record) checkOn(file, scope, record, path);
  else if (scope.crm.size === 0 && !file.hasProblemBelow(path))
    file.report(
      path,
      `There is no contact, company, deal or ticket in this file that \`${name}\` could be associated with. Add one below \`records:\`.`,
      "key",
    );
  checkOwnProperties(file, record, path);
  checkTooLong(file, scope, record, path, object);
}

/** Only notes and calls hold a conversation. */
function checkTooLong(file: SourceFile, scope: Scope, record: Record_, path: Path, object: string): void {
  if (!("if_too_long" in record)) return;
  const word = [...path, "if_too_long"];
  if (object === "tasks" || object === "meetings")
    return file.report(word, `\`if_too_long\` is for notes and calls; \`${path[1]}\` is one of the ${object}. Remove the line.`, "key");
  const taken = [...scope.crm, ...scope.activities].find((name) => name.startsWith(`${path[1]}_part_`));
  if (taken !== undefined && record["if_too_long"] === "second_note")
    file.report(
      ["records", taken],
      `\`${taken}\` is what the further notes of \`${path[1]}\` are called (\`if_too_long: second_note\`). Give this record another name.`,
      "key",
    );
}

const NEEDED: Record<string, { set: string[]; say: string }> = {
  notes: { set: ["hs_note_body"], say: "A note without a `body` is empty. Add one: `body: |` and the text below it." },
  calls: { set: ["hs_call_body", "hs_call_title"], say: "A call wants a `body`, or a title below `set:` (`hs_call_title`)." },
  tasks: { set: ["hs_task_subject", "hs_task_body"], say: "A task wants a subject below `set:` (`hs_task_subject`), or a `body`." },
};

function checkContent(file: SourceFile, record: Record_, path: Path, object: string): void {
  const needed = NEEDED[object];
  const set = isGroup(record["set"]) ? record["set"] : {};
  const blank = typeof record["body"] === "string" && record["body"].trim() === "";
  if (blank) file.report([...path, "body"], "`body` is blank. Write its text, or remove the line.", "key");
  if (!needed || "body" in record || needed.set.some((property) => property in set) || file.hasProblemBelow(path)) return;
  file.report(path, needed.say, "key");
}

/** Properties that have a word of their own: set twice, it would be chance which one wins. */
const OWN = new Map(
  Object.entries({
    hs_note_body: "body",
    hs_call_body: "body",
    hs_task_body: "body",
    hs_meeting_body: "body",
    hs_meeting_start_time: "at",
    hs_timestamp: "at",
    hubspot_owner_id: "owner",
  }),
);

function checkOwnProperties(file: SourceFile, record: Record_, path: Path): void {
  for (const property of Object.keys(isGroup(record["set"]) ? record["set"] : {})) {
    const word = OWN.get(property);
    if (word && word in record)
      file.report([...path, "set", property], `\`${property}\` is what \`${word}:\` writes. Keep one of them.`, "key");
  }
}
