import { type Accepted, type Delivery, acceptAll } from "./accept.ts";
import type { IsOlder } from "./queue.ts";

interface Incoming {
  delivery: Delivery;
  resolve(accepted: Accepted): void;
  reject(error: unknown): void;
}

/** So many calls within so long, and more are on their way. */
const CROWD = 4;
const CROWD_MS = 200;
/** A commit costs as much as taking in several deliveries: while calls pour in, it waits for a few of them. */
const COMMIT_MS = 4;

/** Takes deliveries in. Those that come while others are being made durable go together: one commit for many. */
export class GroupCommit {
  readonly #storage: DurableObjectStorage;
  readonly #incoming: Incoming[] = [];
  #storing = false;
  /** When the latest calls came in, ms. */
  readonly #arrivals: number[] = [];

  readonly #onStored: (receivedAt: number) => void;
  readonly #isOlder: IsOlder;

  /** `onStored` is told of calls that are to be drained, in the commit that makes them durable. */
  constructor(storage: DurableObjectStorage, onStored: (receivedAt: number) => void, isOlder: IsOlder) {
    this.#storage = storage;
    this.#onStored = onStored;
    this.#isOlder = isOlder;
  }

  /** Resolves when the delivery is durable. */
  store(delivery: Delivery): Promise<Accepted> {
    this.#arrivals.push(delivery.receivedAt);
    if (this.#arrivals.length > CROWD) this.#arrivals.shift();
    return new Promise((resolve, reject) => {
      this.#incoming.push({ delivery, resolve, reject });
      if (!this.#storing) void this.#storeAll();
    });
  }

  /** Whether calls pour in, so that a moment's patience fills a batch. A lone call is no crowd. */
  isBurst(now: number): boolean {
    return this.#arrivals.length === CROWD && (this.#arrivals[0] as number) > now - CROWD_MS;
  }

  async #storeAll(): Promise<void> {
    this.#storing = true;
    while (this.#incoming.length > 0) {
      if (this.isBurst(Date.now())) await scheduler.wait(COMMIT_MS);
      const group = this.#incoming.splice(0);
      try {
        const accepted = this.#storage.transactionSync(() =>
          acceptAll(
            this.#storage.sql,
            group.map(({ delivery }) => delivery),
            this.#isOlder,
          ),
        );
        const first = group.find((_, index) => accepted[index] !== "unchanged");
        if (first !== undefined) this.#onStored(first.delivery.receivedAt);
        await this.#storage.sync();
        for (const [index, { resolve }] of group.entries()) resolve(accepted[index] as Accepted);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#storing = false;
  }
}
