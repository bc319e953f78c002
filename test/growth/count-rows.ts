/** What some work cost an object: index rows and all. */
export interface Cost {
  read: number;
  written: number;
  ms: number;
}

/** Counts the rows of every statement that runs meanwhile, by the object's own cursors. */
export async function costOf(sql: SqlStorage, work: () => unknown): Promise<Cost> {
  const prototype = Object.getPrototypeOf(sql) as SqlStorage;
  const { exec } = prototype;
  const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
  prototype.exec = function (this: SqlStorage, ...args: Parameters<typeof exec>) {
    const cursor = exec.apply(this, args);
    cursors.push(cursor);
    return cursor;
  } as typeof exec;
  const startedAt = performance.now();
  try {
    await work();
  } finally {
    prototype.exec = exec;
  }
  const sum = (count: (cursor: SqlStorageCursor<Record<string, SqlStorageValue>>) => number) =>
    cursors.reduce((total, cursor) => total + count(cursor), 0);
  return { read: sum(({ rowsRead }) => rowsRead), written: sum(({ rowsWritten }) => rowsWritten), ms: performance.now() - startedAt };
}
