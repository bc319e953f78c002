/** Time that passes only while everybody waits: to the earliest of all waits. */
export interface VirtualTime {
  now(): number;
  wait(ms: number): Promise<void>;
  /** What waits for nothing but the machine: no time passes until it is done. */
  busy<T>(work: Promise<T>): Promise<T>;
  /** Lets time pass until the work is done. */
  during<T>(work: Promise<T>): Promise<T>;
}

/** Turns of the event loop after which whoever had something to do has done it, or said that it is busy. */
const QUIET_TURNS = 6;

/** `set` is told of each moment, in ms. */
export function virtualTime(start: number, set: (now: number) => void): VirtualTime {
  let [now, busy, sleepers] = [start, 0, [] as { at: number; wake(): void }[]];
  const quiet = async () => {
    for (let turns = 0; turns < QUIET_TURNS; turns = busy > 0 ? 0 : turns + 1) await scheduler.wait(0);
  };
  const pass = () => {
    set((now = Math.max(now, Math.min(...sleepers.map(({ at }) => at)))));
    const awake = sleepers.filter(({ at }) => at <= now);
    sleepers = sleepers.filter(({ at }) => at > now);
    for (const { wake } of awake) wake();
  };
  return {
    now: () => now,
    wait: (ms) => new Promise((wake) => void sleepers.push({ at: now + ms, wake })),
    busy: (work) => {
      busy += 1;
      return work.finally(() => (busy -= 1));
    },
    during: async (work) => {
      let isDone = false;
      const end = work.finally(() => (isDone = true));
      while (!isDone) {
        await quiet();
        if (sleepers.length > 0) pass();
      }
      return end;
    },
  };
}
