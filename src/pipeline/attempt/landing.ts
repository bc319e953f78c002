/** How long a write may still land after its time-out, or after its connection was lost. */
export const LANDING_MS = 10_000;
