import { z } from "zod";

/**
 * An object that takes these words and no others. For an unknown word the issue's message is the list of known ones: zod's issue
 * itself does not carry it, and the check needs it to find the nearest.
 */
export function strict<S extends z.core.$ZodLooseShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? Object.keys(shape).join(" ") : undefined),
  });
}
