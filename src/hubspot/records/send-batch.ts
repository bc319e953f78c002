import type { HubSpot } from "../http/client.ts";
import type { WriteInput } from "./write-input.ts";

/** One request that creates all of them, with their associations. Throws HubSpotFailure. */
export function create(hubspot: HubSpot, object: string, inputs: WriteInput[]): Promise<unknown> {
  return hubspot.batch.create(object, {
    inputs: inputs.map(({ trace, properties, associations }) => ({
      objectWriteTraceId: trace,
      properties,
      associations: associations.map(({ toId, types }) => ({
        to: { id: toId },
        types: types.map(({ category, typeId }) => ({ associationCategory: category as never, associationTypeId: typeId })),
      })),
    })),
  });
}

/** One request that updates all of them. Throws HubSpotFailure. */
export function update(hubspot: HubSpot, object: string, inputs: WriteInput[]): Promise<unknown> {
  return hubspot.batch.update(object, {
    inputs: inputs.map(({ trace, id, properties }) => ({ objectWriteTraceId: trace, id: id as string, properties })),
  });
}
