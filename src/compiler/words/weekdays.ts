import { WEEKDAYS } from "../../normalize/clock.ts";
import { byOtherName, plain } from "./plain.ts";

/** The days' short names, from Sunday. */
export const SHORT_DAYS = WEEKDAYS.map((day) => day.slice(0, 3));

/** Days by other names, without accents and `_feira`. */
const ELSEWHERE = byOtherName({
  sunday: "sun su domingo dom",
  monday: "mon mo segunda seg 2a lunes lun",
  tuesday: "tue tues tu terca ter 3a martes mar",
  wednesday: "wed we weds quarta qua 4a miercoles mie",
  thursday: "thu thur thurs th quinta qui 5a jueves jue",
  friday: "fri fr sexta sex 6a viernes vie",
  saturday: "sat sa sabado sab",
});

/** `sat`, `Saturday`: 6. Null for what is no English name of a day. */
export function dayNumber(word: string): number | null {
  const day = word.trim().toLowerCase();
  const index = SHORT_DAYS.includes(day) ? SHORT_DAYS.indexOf(day) : (WEEKDAYS as readonly string[]).indexOf(day);
  return index === -1 ? null : index;
}

/** The day that a word of another language, or a short one, most likely means. */
export function dayMeant(word: string): string | null {
  const day = plain(word)
    .replace(/_?feira$/, "")
    .replace(/ª|\.$/, "a");
  return ELSEWHERE.get(day)?.[0] ?? ELSEWHERE.get(day.replace(/s$/, ""))?.[0] ?? null;
}
