import { createHash } from "node:crypto";

/** What an asset's address carries, so that a browser asks again when it has changed. */
export const fingerprint = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 8);
