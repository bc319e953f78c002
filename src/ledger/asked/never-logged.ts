import { readPortal, writePortal } from "../portal-values.ts";

/** A number whose calls are never written: own staff, test phones. The number itself is not kept. */
export interface NeverLogged {
  /** Of the list: short, for removing it. */
  id: string;
  /** Salted hash of the number. */
  hash: string;
  /** What an operator calls it; "" where nothing was said. */
  label: string;
  /** ms */
  since: number;
}

const NAME = "never_logged";

/** In the order in which they were put there. */
export const neverLoggedNumbers = (sql: SqlStorage): NeverLogged[] => readPortal<NeverLogged[]>(sql, NAME) ?? [];

export function keepNeverLogged(sql: SqlStorage, numbers: NeverLogged[]): void {
  writePortal(sql, NAME, numbers.length === 0 ? null : numbers);
}
