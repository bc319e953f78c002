import { type Answer as Accepted, type Rejected, keepRejected } from "../ledger/intake/accept.ts";
import type { CountedAnswer } from "../operator/health/answer-counts.ts";
import type { Identity } from "../call/identify.ts";
import { Assembled } from "./assembled.ts";
import { hashed } from "./hashed.ts";

/** What the sender's door asks of the outbox. */
export class IntakeDoors extends Assembled {
  /** Stores a delivery. When this returns to the caller, it is durable. */
  async accept({ call, startedAt, body, weight, who }: Arrival, origin: string): Promise<Accepted> {
    const receivedAt = this.now();
    this.parts.remember(origin);
    // Half a character would become another one on its way into the table.
    const delivery = { ...hashed(this.parts.keyHasher, who), call: call.toWellFormed(), startedAt, body, weight, receivedAt };
    const answer = await this.parts.groupCommit.store(delivery);
    if (answer.status !== "accepted") this.parts.answers.count(answer.status, receivedAt);
    return answer;
  }

  /** Keeps a delivery that proved itself but was no call. */
  async keepRejected(rejected: Rejected, origin: string): Promise<void> {
    this.parts.remember(origin);
    keepRejected(this.ctx.storage, { ...rejected, receivedAt: this.now() });
    this.parts.answers.count("rejected", this.now());
    console.warn(JSON.stringify({ event: "rejected", code: rejected.code, bytes: rejected.body.byteLength }));
    this.parts.tell();
  }

  /** Deliveries that the Worker answered by itself. */
  async countAnswers(answer: CountedAnswer, times: number): Promise<void> {
    this.parts.answers.count(answer, this.now(), times);
  }
}

/** A delivery that was read, on its way into the ledger. */
export interface Arrival {
  call: string;
  /** ms; when the call began. */
  startedAt: number;
  /** The JSON as it came. */
  body: Uint8Array;
  /** Bytes that it takes once it is parsed. */
  weight: number;
  who: Identity;
}
