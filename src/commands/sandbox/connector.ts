import type { Receipt } from "../../ledger/settle/receipt.ts";
import type { CallView } from "../../operator/view-calls.ts";

/** A call as the operator's route shows it. */
export type SeenCall = Omit<CallView, "records"> & { records: Record<string, Receipt> };

const POLL_MS = 100;
/** A call is written within a second; longer means that something is amiss. */
const SETTLE_TIMEOUT_MS = 30_000;

/** The running connector, asked over HTTP like anybody would. */
export class Connector {
  readonly url: string;
  readonly webhookToken: string;
  readonly adminToken: string;

  constructor(url: string, webhookToken: string, adminToken: string) {
    this.url = url;
    this.webhookToken = webhookToken;
    this.adminToken = adminToken;
  }

  get webhookUrl(): string {
    return `${this.url}/webhooks/post-call?token=${this.webhookToken}`;
  }

  async send(body: string): Promise<string> {
    const answer = await fetch(this.webhookUrl, { method: "POST", body });
    const text = await answer.text();
    if (answer.status !== 202) throw new Error(`The connector answered ${answer.status}: ${text}`);
    return (JSON.parse(text) as { call: string }).call;
  }

  /** The call once it is no longer on its way, or as it stands after some time. */
  async settled(call: string): Promise<SeenCall> {
    for (const end = Date.now() + SETTLE_TIMEOUT_MS; ; await new Promise((resolve) => setTimeout(resolve, POLL_MS))) {
      const seen = await this.#ask<SeenCall>(`/api/calls/${call}`);
      if (seen.status !== "pending" || Date.now() > end) return seen;
    }
  }

  /** Takes back what a call wrote; `settled` tells when it is done. */
  async undo(call: string): Promise<void> {
    const answer = await fetch(`${this.url}/api/calls/${encodeURIComponent(call)}/undo`, {
      method: "POST",
      headers: { Authorization: `Bearer ${this.adminToken}` },
    });
    if (!answer.ok) throw new Error(`The connector answered ${answer.status}: ${await answer.text()}`);
  }

  /** Newest first. */
  async latest(): Promise<SeenCall[]> {
    return (await this.#ask<{ calls: SeenCall[] }>("/api/calls?limit=20")).calls;
  }

  async #ask<T>(path: string): Promise<T> {
    const answer = await fetch(this.url + path, { headers: { Authorization: `Bearer ${this.adminToken}` } });
    return (await answer.json()) as T;
  }
}
