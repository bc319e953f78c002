import * as z from "zod/mini";
import { callId, part, seconds, text, transcript, variables } from "./fields.ts";

/** What mappings read of the sender's body, in one shape; everything else in it passes through as it came. */
export const postCallSchema = z.looseObject({
  id: callId,
  status: text,
  type: text,
  duration: seconds,
  customer_phone: text,
  assistant_phone: text,
  extracted_variables: variables,
  input_variables: variables,
  transcript,
  formatted_transcript: text,
  recording_url: text,
  lead: part("id"),
  campaign: part("name"),
});

/** Within `lead`; its issues are reported beside the body's own. */
export const leadSchema = z.looseObject({
  variables,
  campaign: part("name"),
});

export type PostCall = z.infer<typeof postCallSchema>;
export type Lead = z.infer<typeof leadSchema>;
