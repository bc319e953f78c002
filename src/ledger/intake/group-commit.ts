import { type Answer, type Delivery, acceptAll } from "./accept.ts";
import { transact } from "../counters.ts";

interface Incoming {
  delivery: Delivery;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** So many calls within so long, and more are on their way. */
const CROWD = 4;
const CROWD_MS = 200;
/** As long as the next ones may lie unread while a batch is at work in this thread. */
const CALM_MS = 400;
/** A commit costs as much as taking in several deliveries: while calls pour in, it waits for a few of them. */
const COMMIT_MS = 4;

export interface GroupCommitPorts {
  storage: DurableObjectStorage;
  /** ms */
  now(): number;
  /** Told of calls that are to be drained, in the commit that makes them durable; ms, when they came. */
  onStored(receivedAt: number): void;
}

/** Takes deliveries in. Those that come while others are being made durable go together: one commit for many. */
export class GroupCommit {
  readonly #ports: GroupCommitPorts;
  readonly #incoming: Incoming[] = [];
  #storing = false;
  /** When the latest calls came in, ms. */
  readonly #arrivals: number[] = [];

  constructor(ports: GroupCommitPorts) {
    this.#ports = ports;
  }

  /** Resolves when the delivery is durable. Rejects for a defect of ours, and only for the delivery that runs into it. */
  store(delivery: Delivery): Promise<Answer> {
    this.#arrivals.push(delivery.receivedAt);
    if (this.#arrivals.length > CROWD) this.#arrivals.shift();
    return new Promise((resolve, reject) => {
      this.#incoming.push({ delivery, resolve, reject });
      if (!this.#storing) void this.#storeAll();
    });
  }

  /** Whether calls pour in, so that a moment's patience fills a batch. A lone call is no crowd. */
  isBurst(now: number): boolean {
    const [first = 0, last = 0] = [this.#arrivals[0], this.#arrivals.at(-1)];
    return this.#arrivals.length === CROWD && last - first < CROWD_MS && now - last < CALM_MS;
  }

  async #storeAll(): Promise<void> {
    this.#storing = true;
    while (this.#incoming.length > 0) {
      if (this.isBurst(this.#ports.now())) await scheduler.wait(COMMIT_MS);
      await this.#storeGroup(this.#incoming.splice(0));
    }
    this.#storing = false;
  }

  async #storeGroup(group: Incoming[]): Promise<void> {
    const answers = this.#acceptOrTellApart(group);
    try {
      await this.#ports.storage.sync();
      for (const [incoming, answer] of answers) incoming.resolve(answer);
    } catch (error) {
      for (const [incoming] of answers) incoming.reject(error);
    }
  }

  /** One that cannot be stored fails alone: the others are stored without it. */
  #acceptOrTellApart(group: Incoming[]): [Incoming, Answer][] {
    try {
      return this.#accept(group);
    } catch (error) {
      const [only, ...others] = group;
      if (others.length > 0) return group.flatMap((incoming) => this.#acceptOrTellApart([incoming]));
      only?.reject(error);
      return [];
    }
  }

  #accept(group: Incoming[]): [Incoming, Answer][] {
    const { storage, onStored } = this.#ports;
    const deliveries = group.map(({ delivery }) => delivery);
    const answers = transact(storage, () => acceptAll(storage.sql, deliveries));
    const first = deliveries.find((_, index) => answers[index]?.status !== "unchanged");
    if (first !== undefined) onStored(first.receivedAt);
    return group.map((incoming, index) => [incoming, answers[index] as Answer]);
  }
}
