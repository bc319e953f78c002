import type { PortalStatus } from "../health/portal-status.ts";
import type { HeldThreshold } from "./threshold.ts";

/** Something that a person should be told of while it lasts. No personal data: it leaves the house. */
export interface Condition {
  /** What is counted as one and the same: `held:option_refused`. */
  cause: string;
  /** What is wrong and what to do, in a sentence or two. */
  text: string;
  /** Said when it is over. */
  over: string;
  /** The page that shows it. */
  path: string;
}

/** Calls that are held for one reason. */
export interface HeldGroup {
  /** The problem's code. */
  code: string;
  calls: number;
  /** Of one of them: problems name properties and records, never a customer's data. */
  message: string;
  fix: string;
}

export interface AlertFacts {
  /** ms */
  now: number;
  status: PortalStatus;
  /** ms; since when HubSpot has given no good answer; null: it answers. */
  unreachableSince: number | null;
  held: HeldGroup[];
  /** Calls of the UTC day: how many came in, and how many of them are held. */
  today: { received: number; held: number };
  threshold: HeldThreshold;
  /** ms; when the last delivery was rejected. */
  lastRejectedAt: number | null;
  /** Deliveries that were rejected in the UTC day. */
  rejectedToday: number;
  /** Campaigns that have called every day and call no more. */
  silentCampaigns: string[];
}

/** HubSpot's bad quarters of an hour are nobody's business: it goes on by itself. */
const UNREACHABLE_MS = 900_000;
/** A sender that sends what is no call is told of until it has sent none for an hour. */
const REJECTED_MS = 3_600_000;

/** What holds at the moment. Pure. */
export function conditionsOf(facts: AlertFacts): Condition[] {
  return [...ofThePortal(facts), ...ofHeldCalls(facts), ...ofTheSender(facts)];
}

const REASONS: Record<string, Omit<Condition, "cause" | "path">> = {
  not_configured: {
    text: "A secret or setting is missing: calls are not taken in, or kept and not written. The first page says which.",
    over: "Every secret and setting is there again.",
  },
  key_refused: {
    text: "HubSpot does not accept the key, or the key may not do what the mappings need. Calls are kept, not written. Put a valid service key into HUBSPOT_ACCESS_TOKEN.",
    over: "HubSpot accepts the key again.",
  },
  another_portal: {
    text: "The key opens another HubSpot portal than before. Nothing is written until an operator says that this is meant.",
    over: "It is clear again which portal is written to.",
  },
  falling_behind: {
    text: "Calls wait for more than 15 minutes, and nothing explains it. Look at what is pending.",
    over: "Calls are written in time again.",
  },
  storage_nearly_full: {
    text: "The storage is nearly full: the oldest bodies are erased before their time. Lower RETENTION_DAYS.",
    over: "There is room in the storage again.",
  },
};

function ofThePortal({ status, unreachableSince, now }: AlertFacts): Condition[] {
  const reason = status.status === "attention" ? status.reason : null;
  const known = reason === null ? undefined : REASONS[reason];
  const unreachable = unreachableSince !== null && now - unreachableSince >= UNREACHABLE_MS;
  return [
    ...(known === undefined ? [] : [{ cause: reason as string, path: "/calls?status=pending", ...known }]),
    ...(unreachable
      ? [
          {
            cause: "hubspot_unreachable",
            text: "HubSpot has given no good answer for 15 minutes. Calls are kept, and written when it is back: nothing need be done. See status.hubspot.com.",
            over: "HubSpot answers again; what waited is being written.",
            path: "/calls?status=pending",
          },
        ]
      : []),
  ];
}

function ofHeldCalls({ held, today, threshold }: AlertFacts): Condition[] {
  if (threshold.share !== null && !isOverShare(today, threshold.share)) return [];
  return held
    .filter(({ calls }) => calls >= threshold.calls)
    .map(({ code, calls, message, fix }) => ({
      cause: `held:${code}`,
      text: `${calls === 1 ? "A call is" : `${calls} calls are`} held (${code}): ${message} ${fix}`,
      over: `No call is held any more for ${code}.`,
      path: `/calls?status=held&problem=${encodeURIComponent(code)}`,
    }));
}

const isOverShare = ({ received, held }: AlertFacts["today"], share: number): boolean => held > 0 && held > received * share;

function ofTheSender({ lastRejectedAt, rejectedToday, silentCampaigns, now }: AlertFacts): Condition[] {
  const rejected = lastRejectedAt !== null && now - lastRejectedAt < REJECTED_MS;
  return [
    ...(rejected
      ? [
          {
            cause: "rejected",
            text: `${rejectedToday <= 1 ? "A delivery with a good token was" : `${rejectedToday} deliveries with a good token were`} no call today. Compare what is sent to the webhook with OtoniStark's post-call webhook.`,
            over: "No delivery has been rejected for an hour.",
            path: "/calls?status=rejected",
          },
        ]
      : []),
    ...silentCampaigns.map((campaign) => ({
      cause: `silent:${campaign}`,
      text: `The campaign “${campaign}” has called every day and has gone silent. See in OtoniStark whether it is meant, and whether its assistant still has the webhook's address.`,
      over: `The campaign “${campaign}” calls again, or has long been over.`,
      path: `/balance?campaign=${encodeURIComponent(campaign)}`,
    })),
  ];
}
