/** Takes the next turn of a list, from 0. Within a transaction: it is taken for good. */
export function takeTurn(sql: SqlStorage, name: string): number {
  const { taken } = sql
    .exec<{ taken: number }>(
      "INSERT INTO turns (name, taken) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET taken = taken + 1 RETURNING taken",
      name,
    )
    .one();
  return taken - 1;
}
