import type { Cause, Place } from "./causes.ts";
import { explainCall } from "./explain-call.ts";
import type { Language, Who } from "./words.ts";

/**
 * The sentences for people, and who has to act. One exhaustive switch over three files (`explain-call.ts`, `explain-hubspot.ts`,
 * `explain-warning.ts`): a code that none of them knows does not compile.
 */
export function explain(cause: Cause, language: Language = "en"): Explained {
  return explainStored(cause, language) as Explained;
}

export interface Explained {
  /** Null: nobody, it goes on by itself. */
  who: Who | null;
  message: string;
  fix: string;
}

/** As `explain`; null where the code is another release's. */
export function explainStored(cause: Cause, language: Language): Explained | null {
  const explained = explainCall(cause);
  if (explained === null) return null;
  const { who, message, fix } = explained;
  return { who, message: placed(cause, message[language], language), fix: fix[language] };
}

const LOOKING: Record<Language, string> = { en: "Looking for the call's records: ", pt: "Ao procurar os registros da ligação: " };

function placed({ record, lookingFor }: Cause & Place, message: string, language: Language): string {
  return `${record === undefined ? "" : `${record}: `}${lookingFor === true ? LOOKING[language] : ""}${message}`;
}
