/** From when on held calls are worth an alert: so many of one cause, and, where a share is set, more than so much of the day's calls. */
export interface HeldThreshold {
  calls: number;
  /** 0 to 1; null: none is set. */
  share: number | null;
}

const EVERY_ONE: HeldThreshold = { calls: 1, share: null };

/** `ALERT_HELD`: "3" (calls of one cause) or "5%" (of today's calls). What says nothing that can be followed means every one. */
export function heldThreshold(setting: string | undefined): HeldThreshold {
  const [, figure = "", percent] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(setting ?? "") ?? [];
  if (figure === "") return EVERY_ONE;
  return percent === "%"
    ? { calls: 1, share: Math.min(Number(figure), 100) / 100 }
    : { calls: Math.max(1, Math.ceil(Number(figure))), share: null };
}
