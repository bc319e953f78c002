/** A filter of ours, besides Liquid's. */
export interface OwnFilter {
  /** For the reference table. */
  describe: string;
  apply(this: { context: { globals: object; memoryLimit: { use(count: number): void } } }, value: unknown, ...args: unknown[]): unknown;
}
