/** What V8's inspector tells of an isolate's heap. */
interface HeapUsage {
  usedSize: number;
  /** Of buffers, which stand outside the heap proper. */
  backingStorageSize?: number;
  embedderHeapUsedSize?: number;
}

const EVERY_MS = 25;

/** Watches how much of its isolate's heap the Worker (and the object in it) uses. */
export class HeapWatch {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (usage: HeapUsage) => void>();
  #asked = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as { id?: number; result?: HeapUsage };
      if (id !== undefined && result !== undefined) this.#answers.get(id)?.(result);
    });
  }

  /** `inspector`: as WorkerProcess tells it. */
  static async of(inspector: string): Promise<HeapWatch> {
    const socket = new WebSocket(new URL("/core:user:connector", inspector).href);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", () => reject(new Error(`no inspector at ${inspector}`)));
    });
    return new HeapWatch(socket);
  }

  /** The most that was used while something was done, in MB of a million bytes. */
  async peak(work: () => Promise<unknown>): Promise<number> {
    let [most, done] = [0, false];
    const watching = (async () => {
      while (!done) {
        most = Math.max(most, await this.#used());
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    })();
    await work().finally(() => (done = true));
    await watching;
    return Math.max(most, await this.#used()) / 1_000_000;
  }

  async close(): Promise<void> {
    this.#socket.close();
  }

  async #used(): Promise<number> {
    const id = ++this.#asked;
    const usage = await new Promise<HeapUsage>((resolve) => {
      this.#answers.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method: "Runtime.getHeapUsage" }));
    });
    this.#answers.delete(id);
    return usage.usedSize + (usage.backingStorageSize ?? 0) + (usage.embedderHeapUsedSize ?? 0);
  }
}
