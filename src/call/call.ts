/**
 * A phone call as everything behind the webhook folder knows it.
 *
 * The webhook folder turns every dialect of the sender into this one shape; mappings read `names`.
 */

/** One thing somebody said. */
export interface Turn {
  speaker: "assistant" | "customer";
  text: string;
  /** Seconds since the call began; null where the sender gave no time. */
  at: number | null;
}

/** A field of the delivery, as the sender named it (`lead.variables`), that is not what was expected there ("a number of seconds, 0 or more"). */
export interface FieldWarning {
  field: string;
  expected: string;
}

export interface Call {
  /** The sender's id of the call, as text: the key of everything that is ever written for it. */
  id: string;
  /** When the call began and ended (ISO 8601, UTC). `startedAt` orders the calls of one customer. */
  startedAt: string;
  endedAt: string;
  /** As sent (trimmed), not yet judged: may be withheld, short, or anything else a relay makes of it. */
  customerPhone: string | null;
  /** The campaign's lead, where there is one: several attempts share it. */
  leadId: string | null;
  turns: Turn[];
  /** What of the delivery could not be read, and is left out. */
  warnings: FieldWarning[];
  /**
   * The tree of names that mappings read: the sender's documented names in one shape, whatever dialect they came in,
   * unknown fields as they came, and `call.*`, which we derive (see mappings/README.md).
   */
  names: Record<string, unknown>;
}

/** What was said: as turns, or where nobody marked who spoke, as a text. */
export interface Conversation {
  turns: Turn[];
  text: string | null;
}
