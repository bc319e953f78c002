/** A filter of ours, besides Liquid's. */
export interface OwnFilter {
  /** For the reference table. */
  describe: string;
  apply(this: FilterCall, value: unknown, ...args: unknown[]): unknown;
}

/** What liquidjs hands a filter besides its values. */
export interface FilterCall {
  context: { globals: object; memoryLimit: { use(count: number): void } };
  /** The filter as it stands in the template. */
  token?: { args: unknown[] };
}
