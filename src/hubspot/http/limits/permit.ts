/** Each kind has a limit of its own in HubSpot: neither searches nor the dated association endpoints count among the others. */
export type RequestKind = "search" | "association" | "other";

/** Leave to send one request. */
export interface Permit {
  kind: RequestKind;
  /** ms; when it was given. */
  at: number;
  /** ms; when its answer began, or it was given up. Null: it is on its way. */
  answeredAt: number | null;
}

/** One of HubSpot's limits, for health: `left` null where HubSpot has not said. */
export interface LimitFigures {
  limit: string;
  left: number | null;
  of: number | null;
  per_seconds: number;
}

/** What one of HubSpot's limits leaves at the moment. */
export interface Allowance {
  /** How long until one more may go, in ms; 0 or less: now. */
  delayMs(now: number): number;
  /** After so long a wait it is asked again: an answer may let the next one go earlier. */
  readonly napMs: number;
  /** One more goes. */
  sent(permit: Permit): void;
  figures(now: number): LimitFigures;
}

/** When one more may be sent, so that no more than `limit` count at a time; `over` says until when one counts. Forgets those that count no more. */
export function freeAt(sent: Permit[], limit: number, over: (permit: Permit) => number, now: number): number {
  while (sent[0] !== undefined && over(sent[0]) <= now) sent.shift();
  return sent.length < limit ? now : over(sent[sent.length - limit] as Permit);
}
