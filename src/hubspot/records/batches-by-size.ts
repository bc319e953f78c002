import { BATCH_INPUTS } from "./read-records.ts";
import type { WriteInput } from "./write-input.ts";

/** Bodies near HubSpot's request limit are split before they are refused. */
const BATCH_CHARACTERS = 1_500_000;
/** What JSON puts around the values of one input, roughly. */
const INPUT_CHARACTERS = 200;

/** Groups inputs into batches of at most 100 and 1.5 MB, none larger than the smallest `maxBatchSize` in it. */
export function batchesBySize(inputs: WriteInput[]): WriteInput[][] {
  const batches: { inputs: WriteInput[]; characters: number }[] = [];
  // From the largest batches allowed to the smallest: so the last one in has the smallest of its batch.
  for (const input of inputs.toSorted((a, b) => sizeOf(b) - sizeOf(a))) {
    const characters = charactersOf(input);
    const last = batches.at(-1);
    if (last === undefined || last.inputs.length >= sizeOf(input) || last.characters + characters > BATCH_CHARACTERS) {
      batches.push({ inputs: [input], characters });
    } else {
      last.inputs.push(input);
      last.characters += characters;
    }
  }
  return batches.map((batch) => batch.inputs);
}

const sizeOf = ({ maxBatchSize = BATCH_INPUTS }: WriteInput): number => Math.min(maxBatchSize, BATCH_INPUTS);

const charactersOf = ({ properties }: WriteInput): number =>
  Object.values(properties).reduce((sum, value) => sum + value.length, INPUT_CHARACTERS);
