import type { ParseArgsOptionsConfig } from "node:util";
import type { PortalFacts } from "../portal/portal-facts.ts";
import type { Memory } from "./memory.ts";
import type { Prompter } from "./prompter.ts";

export const OPTIONS = {
  local: { type: "boolean" },
  sandbox: { type: "boolean" },
  yes: { type: "boolean" },
  name: { type: "string" },
  country: { type: "string" },
  timezone: { type: "string" },
  language: { type: "string" },
  "record-as": { type: "string" },
  stage: { type: "string" },
  test: { type: "string" },
  "key-stdin": { type: "boolean" },
  dir: { type: "string" },
} as const satisfies ParseArgsOptionsConfig;

export const USAGE = `npm run setup -- [--local] [--sandbox] [--yes] [--name NAME] [--country BR] [--timezone ZONE] [--language en|pt|es]
                 [--record-as note|call] [--stage STAGE|keep] [--test undo|keep|none]
                 [--key-stdin] [--json]

From a clone to the first call in HubSpot. Every step can be repeated; what is done is remembered.
  --local      the connector runs on this machine only: no Cloudflare account is needed
  --sandbox    a sandbox HubSpot on this machine instead of yours: no HubSpot account is needed (goes with --local)
  --yes        asks nothing: flags and usual answers
  --name       the Worker's name, part of its address (otonistark-hubspot)
  --country    where phone numbers without a country code are from (BR, Brasil); --timezone: of dates in texts
  --language   of our own words in notes: en, pt or es; --record-as: each call becomes a note, or HubSpot's own kind of call
  --stage      where an open deal moves when a call reached its goal, as your pipeline calls it; keep: nowhere
  --test       what becomes of the test call: undo (usual without a terminal), keep, none (is not sent)
  --key-stdin  reads the HubSpot key from standard input; else HUBSPOT_ACCESS_TOKEN, .dev.vars, or a hidden question
Exit codes: 0 done · 1 the mappings do not fit the portal, or the test call was not written · 2 something is missing (key, network, sign-in)`;

/** What the steps share. */
export interface Setup {
  flags: Partial<Record<keyof typeof OPTIONS | "json", string | boolean>>;
  prompter: Prompter;
  memory: Memory;
  /** Where HubSpot answers; null: as wrangler.toml says. */
  hubspotUrl: string | null;
  /** Told to everything that is to end with the command. */
  onEnd(end: () => Promise<void> | void): void;
}

/** A connector that answers. */
export interface Running {
  url: string;
  webhookToken: string;
  adminToken: string;
}

export type { PortalFacts };
