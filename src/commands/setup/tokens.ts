import { randomBytes } from "node:crypto";
import type { Setup } from "./options.ts";

const TOKENS = { WEBHOOK_TOKEN: "proves that a call comes from OtoniStark", ADMIN_TOKEN: "opens the operator's pages" } as const;
/** 192 bits: nobody guesses it. */
const TOKEN_BYTES = 24;

/** Made once, and kept. */
export function makeTokens({ memory, prompter }: Setup): { webhookToken: string; adminToken: string } {
  const made = Object.keys(TOKENS).filter((name) => memory.secret(name) === null);
  for (const name of made) memory.keepSecret(name, randomBytes(TOKEN_BYTES).toString("hex"));
  prompter.say(
    made.length === 0
      ? "The two tokens are there already."
      : `Made ${made.join(" and ")}; they are in .dev.vars on this machine, which is never committed.`,
  );
  return { webhookToken: memory.secret("WEBHOOK_TOKEN") as string, adminToken: memory.secret("ADMIN_TOKEN") as string };
}
