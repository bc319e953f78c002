import { readSoleEmail } from "../normalize/email.ts";
import type { Call } from "./call.ts";
import { customerOf, customerOfPhone } from "./customer.ts";

/** Who was called, in what campaign, and how new that is: what the outbox must know of a call before anything reads its mapping. */
export interface Identity {
  /** As in customer.ts. */
  customer: string;
  /** Whether that is a number. */
  hasPhone: boolean;
  lead: string | null;
  /** In small letters: what was known before the call, and what came up in it. */
  emails: { given: string[]; said: string[] };
  /** The campaign's name; '' without one. */
  campaign: string;
  /** ms; when the sender changed its record of the call last. */
  changedAt: number | null;
}

export function identify(call: Call): Identity {
  const { names } = call;
  const changedAt = Date.parse(String(names["finished_at"] ?? ""));
  return {
    customer: customerOf(call),
    hasPhone: customerOfPhone(call.customerPhone ?? "") !== null,
    lead: call.leadId,
    emails: {
      given: emailsIn(names["input_variables"], field(names["lead"], "variables"), names["lead"]),
      said: emailsIn(names["extracted_variables"]),
    },
    campaign: campaignOf(names["campaign"]),
    changedAt: Number.isNaN(changedAt) ? null : changedAt,
  };
}

/** Longer ones are no names. */
const LONGEST_NAME = 200;

function campaignOf(campaign: unknown): string {
  const name = field(campaign, "name") ?? field(campaign, "id") ?? campaign;
  return typeof name === "string" || typeof name === "number" ? String(name).trim().slice(0, LONGEST_NAME).toWellFormed() : "";
}

/** More addresses than that tell of nobody. */
const MOST_ADDRESSES = 3;

/** Of variables whose name says e-mail. */
function emailsIn(...variables: unknown[]): string[] {
  const texts = variables.flatMap((each) =>
    typeof each === "object" && each !== null ? Object.entries(each).filter(([name]) => /e_?mail/i.test(name)) : [],
  );
  const found = texts.flatMap(([, text]) => (typeof text === "string" ? (readSoleEmail(text) ?? []) : []));
  return [...new Set(found)].slice(0, MOST_ADDRESSES);
}

const field = (of: unknown, name: string): unknown =>
  typeof of === "object" && of !== null ? (of as Record<string, unknown>)[name] : undefined;
