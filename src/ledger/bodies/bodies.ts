import { PACKING, type Packed, type Packing, pack, unpackSound } from "./packing.ts";

/**
 * Where a body stands in the one table of bodies. Each shelf is in order of arrival, so that what is next in line, or oldest, is found
 * without an index: `ready` are pending calls that may be claimed at once, `later` those that wait for a time or for an earlier call of
 * their customer, `waiting` those that wait for a contact. What is settled is on `done`, or on `held`, which is erased last when room is needed.
 * `alone` are ready, too: those that came while no other was (alone.ts).
 */
export const SHELF = { alone: -1, ready: 0, later: 1, waiting: 2, done: 3, held: 4 } as const;

/** Where the bodies of pending calls stand. */
export const PENDING_SHELVES = [SHELF.alone, SHELF.ready, SHELF.later];

/** More deliveries than one object will ever see. */
export const SLOTS_A_SHELF = 2 ** 40;

export const slotOf = (shelf: number, delivery: number): number => shelf * SLOTS_A_SHELF + delivery;

const deliveryOf = (slot: number): number => slot - Math.floor(slot / SLOTS_A_SHELF) * SLOTS_A_SHELF;

/** In SQL, of a row `c` of calls. */
export const SLOT_OF_CALL = `c.shelf * ${SLOTS_A_SHELF} + c.delivery`;

const ANY_SHELF = Object.values(SHELF)
  .map((shelf) => `?1 + ${shelf * SLOTS_A_SHELF}`)
  .join(", ");

/** A stored body as it came, by its delivery's number, whatever shelf it is on. Null once erased, and where it cannot be unpacked any more. */
export function readBody(sql: SqlStorage, delivery: number): Uint8Array | null {
  const row = sql
    .exec<{ body: ArrayBuffer; packing: Packing }>(`SELECT body, packing FROM bodies WHERE slot IN (${ANY_SHELF})`, delivery)
    .toArray()[0];
  return row === undefined ? null : unpackSound(new Uint8Array(row.body), row.packing);
}

/** The same of several that are ready to be claimed: one statement, because each costs as much as a row. Those that stand elsewhere are left out. */
export function readReadyBodies(sql: SqlStorage, deliveries: number[]): Map<number, Uint8Array | null> {
  const rows = sql.exec<{ slot: number; body: ArrayBuffer; packing: Packing }>(
    "SELECT slot, body, packing FROM bodies WHERE slot IN (SELECT value FROM json_each(?))",
    JSON.stringify(deliveries.flatMap((delivery) => [slotOf(SHELF.alone, delivery), slotOf(SHELF.ready, delivery)])),
  );
  return new Map(rows.toArray().map(({ slot, body, packing }) => [deliveryOf(slot), unpackSound(new Uint8Array(body), packing)]));
}

/** Whether it has not been erased. */
export function hasBody(sql: SqlStorage, delivery: number): boolean {
  return sql.exec(`SELECT 1 FROM bodies WHERE slot IN (${ANY_SHELF})`, delivery).toArray().length > 0;
}

/** The latest body of a call as text; null once erased, where it cannot be unpacked any more, and where there is no such call. What is no UTF-8 in it is shown as such. */
export function storedDelivery(sql: SqlStorage, call: string): string | null {
  const row = sql.exec<{ delivery: number }>("SELECT delivery FROM calls WHERE call = ?", call).toArray()[0];
  const body = row === undefined ? null : readBody(sql, row.delivery);
  return body === null ? null : new TextDecoder().decode(body);
}

/** Moves a body's row to another shelf. Costs one row, as every change of it does. */
export function moveBody(sql: SqlStorage, delivery: number, from: number, to: number): void {
  if (from !== to) sql.exec("UPDATE bodies SET slot = ? WHERE slot = ?", slotOf(to, delivery), slotOf(from, delivery));
}

/** The body as it is kept once its call is settled: taking a delivery in must not wait for the packing. */
export function packedBody(body: Uint8Array, packing: Packing): Packed {
  return packing === PACKING.none ? pack(body) : { body, packing };
}
