import { HubSpotFailure } from "../../hubspot/http/failure.ts";
import type { PipelineContext } from "../../pipeline/attempt/context.ts";

/** Somebody waits for the page. */
const PATIENCE_MS = 8_000;

/** Connects for a preview; null: HubSpot may not be asked now. Throws HubSpotFailure. */
export type Look = () => Promise<PipelineContext | null>;

/** What comes out of reading HubSpot; null where it may not be asked now, does not answer, or takes too long. */
export async function lookInPortal<T>(look: Look, work: (context: PipelineContext) => Promise<T>): Promise<T | null> {
  const patience = new AbortController();
  const over = scheduler.wait(PATIENCE_MS, { signal: patience.signal }).then(
    () => null,
    () => null,
  );
  try {
    return await Promise.race([looked(look, work), over]);
  } finally {
    patience.abort();
  }
}

async function looked<T>(look: Look, work: (context: PipelineContext) => Promise<T>): Promise<T | null> {
  try {
    const context = await look();
    return context === null ? null : await work(context);
  } catch (error) {
    if (!(error instanceof HubSpotFailure)) throw error;
    return null;
  }
}
