import type { Language } from "./language.ts";
import { type Phrase, say } from "./phrases.ts";

/** The few words that we derive ourselves (`call.outcome`, `call.direction`), as phrases; in English their own letters say it. */
const CHOICES: Record<string, Phrase> = {
  goal_reached: "Goal reached",
  talked: "Talked",
  no_answer: "No answer",
  busy: "Line busy",
  voicemail: "Voicemail",
  failed: "Call failed",
  inbound: "Incoming call",
  outbound: "Outgoing call",
};
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
/** A Sunday. */
const A_SUNDAY_MS = Date.UTC(2026, 0, 4);
const DAY_MS = 86_400_000;

/** `no_answer` and `saturday` in another language than English; null for words that are not ours. */
export function sayChoice(word: string, language: Language): string | null {
  if (language === "en") return null;
  const phrase = Object.hasOwn(CHOICES, word) ? CHOICES[word] : undefined;
  if (phrase !== undefined) return say(phrase, language);
  const day = WEEKDAYS.indexOf(word);
  if (day === -1) return null;
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(A_SUNDAY_MS + day * DAY_MS);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
