import type { Language } from "../../language/language.ts";
import { say } from "../../language/phrases.ts";
import type { ActivityRule, Source } from "../../mapping/compiled-mapping.ts";

const QUESTION =
  "Several contacts match this call, so it is not written yet. Choose one of them in the connector, or merge them here and replay the call: it is then written there, and so are the next calls.";

/** The task that asks which of several records is meant. */
export function holdTask(record: string, subject: Source, at: string, language: Language): ActivityRule {
  const set = {
    property: "hs_task_subject",
    source: subject,
    format: null,
    map: null,
    otherwise: null,
    write: "overwrite",
    blank: "keep",
    readsItself: false,
    at,
  } as const;
  const task = { name: `${record}_hold_task`, object: "tasks", kind: "activity", at, when: null } as const;
  return {
    ...task,
    set: [set],
    body: { template: `<p>${say(QUESTION, language)}</p>`, at },
    time: null,
    owner: null,
    on: [],
    rollUp: null,
    asks: record,
  };
}
