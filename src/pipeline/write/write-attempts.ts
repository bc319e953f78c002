import type { Failure } from "../../hubspot/http/failure.ts";
import type { PlannedAttempt } from "../attempt/attempt.ts";
import type { PipelineContext } from "../attempt/context.ts";
import type { Sorted } from "../attempt/dropout.ts";
import { beginWriting } from "./begin-writing.ts";
import { completeAssociations } from "./complete-associations.ts";
import { sendWrites } from "./send-writes.ts";
import { rememberLanded, settleAll } from "./settle.ts";
import type { BegunAttempt, WrittenAttempt } from "./write.ts";

/** Writes all the plans and settles every call. `failure`: what of HubSpot's own trouble stood in the way. */
export async function writeAll(
  context: PipelineContext,
  planned: PlannedAttempt[],
): Promise<Sorted<WrittenAttempt> & { failure: Failure | null }> {
  const begun = await beginWriting(context, planned);
  const written = await send(context, begun.attempts);
  const unsettled = await settleAll(context, written);
  for (const { claimed, writes } of written)
    context.batchSizeLimits.note(
      claimed.call,
      writes.some(({ failure }) => failure?.reason === "trouble"),
    );
  return { attempts: written, dropouts: [...begun.dropouts, ...unsettled], failure: worst(written) };
}

async function send(context: PipelineContext, begun: BegunAttempt[]): Promise<WrittenAttempt[]> {
  const writes = begun.flatMap((attempt) => attempt.writes);
  await sendWrites(context, writes, (round) => rememberLanded(context, round));
  await completeAssociations(context.hubspot, writes);
  const answeredAt = context.now();
  return begun.map((attempt) => ({ ...attempt, answeredAt }));
}

function worst(written: WrittenAttempt[]): Failure | null {
  const failures = written.flatMap(({ writes }) => writes.map(({ failure }) => failure));
  return failures.find((failure) => failure?.reason === "key" || failure?.reason === "trouble") ?? null;
}
