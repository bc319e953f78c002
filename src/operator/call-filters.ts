import { customerOfPhone } from "../call/customer.ts";
import type { CallFilters } from "../ledger/views/search-calls.ts";
import { type ShownStatus, STATUSES } from "./view-calls.ts";

/** The filters of `/api/calls`, of an action's `where` and of the console's address. */
export const FILTERS = ["status", "warning", "problem", "mapping", "campaign", "phone", "email", "from", "to", "action"] as const;

const DAY_MS = 86_400_000;

type Given = Partial<Record<string, string>>;

/** Reads filters as they were typed; blank ones do not count, and others' names are not looked at. `bad` says what is wrong with one, and what to write. */
export function readFilters(given: Given): CallFilters | { bad: string } {
  const texts = Object.fromEntries(FILTERS.map((name) => [name, given[name]?.trim() ?? ""])) as Record<(typeof FILTERS)[number], string>;
  const bad = complaint(texts);
  if (bad !== null) return { bad };
  return {
    ...(texts.status && { status: texts.status as ShownStatus }),
    ...(texts.warning === "1" && { warning: true }),
    ...(texts.problem && { problem: texts.problem }),
    ...(texts.mapping && { mapping: texts.mapping }),
    ...(texts.campaign && { campaign: texts.campaign }),
    ...(texts.phone && { phone: texts.phone }),
    ...(texts.email && { email: texts.email.toLowerCase() }),
    ...(texts.from && { from: moment(texts.from, 0) as number }),
    ...(texts.to && { to: moment(texts.to, DAY_MS - 1) as number }),
    ...(texts.action && { action: texts.action }),
  };
}

function complaint({ status, warning, phone, email, from, to }: Record<(typeof FILTERS)[number], string>): string | null {
  if (status && !(STATUSES as readonly string[]).includes(status)) return `\`status\` is one of ${STATUSES.join(", ")}.`;
  if (!["", "0", "1"].includes(warning)) return "`warning` is 1, for calls with warnings.";
  if (phone && customerOfPhone(phone) === null) return "`phone` is a number with at least eight digits.";
  if (email && !/^[^@\s]+@[^@\s]+$/.test(email)) return "`email` is a whole e-mail address.";
  for (const [name, text] of Object.entries({ from, to }))
    if (text && moment(text, 0) === null) return `\`${name}\` is a day such as 2026-11-26, or a time such as 2026-11-26T14:00:00Z.`;
  return null;
}

/** ms. A day alone is one of UTC: its beginning, or with `ofDay` added, its end. A `+` of a zone that came as a space is one. */
function moment(text: string, ofDay: number): number | null {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null;
  const time = Date.parse(isDay || /(?:Z|[+ -]\d{2}:?\d{2})$/i.test(text) ? text.replace(" ", "+") : `${text}Z`);
  return Number.isNaN(time) ? null : time + (isDay ? ofDay : 0);
}
