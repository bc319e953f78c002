import { readPortal, writePortal } from "../../ledger/portal-values.ts";
import { type AlertFacts, conditionsOf } from "./conditions.ts";
import { type AlertMemory, decideAlerts } from "./decide-alerts.ts";
import { sendAlert } from "./send-alert.ts";

const NAME = "alerts";
/** A receiver that does not take a message is left alone for so long. */
const AGAIN_MS = 300_000;

export interface AlertPorts {
  sql: SqlStorage;
  now(): number;
  /** `ALERT_WEBHOOK_URL`; null: nobody wants to be told. */
  address(): string | null;
  /** Of this connector's pages: `https://…`; null: not known yet. */
  origin(): string | null;
  facts(): AlertFacts;
}

/** Tells somebody when something changes that a person should know of, and when it is over. Whatever the receiver does, it hurts nothing. */
export class Alerts {
  readonly #ports: AlertPorts;
  #isSending = false;
  #quietUntil = 0;

  constructor(ports: AlertPorts) {
    this.#ports = ports;
  }

  /** Looks whether there is something to say, and says it. Nobody need wait for it; never throws. */
  async look(): Promise<void> {
    const { sql, now, address, origin, facts } = this.#ports;
    const to = address();
    if (to === null || this.#isSending || now() < this.#quietUntil) return;
    this.#isSending = true;
    try {
      const { lines, memory } = decideAlerts(conditionsOf(facts()), readPortal<AlertMemory>(sql, NAME) ?? {}, now());
      if (lines.length === 0) return;
      if (await sendAlert(to, lines, origin())) writePortal(sql, NAME, memory);
      else this.#leaveAlone(lines.length);
    } catch {
      this.#leaveAlone(0);
    } finally {
      this.#isSending = false;
    }
  }

  #leaveAlone(lines: number): void {
    this.#quietUntil = this.#ports.now() + AGAIN_MS;
    console.warn(JSON.stringify({ event: "alert_not_taken", lines }));
  }
}
