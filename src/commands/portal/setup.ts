import { readFileSync, writeFileSync } from "node:fs";
import { styleText } from "node:util";
import { confirm, isCancel } from "@clack/prompts";
import type { DeclaredProperty } from "../../mapping/declared-property.ts";
import { type Applied, applySetup } from "./apply-setup.ts";
import { CannotCheck, askWith } from "./ask.ts";
import { OWN_PROPERTIES } from "./own-properties.ts";
import { type SetupPlan, planSetup } from "./plan-setup.ts";
import { keyOf, readPortal } from "./read-portal.ts";
import { EXIT, type Given, readChecked, runPortalCommand } from "./run-command.ts";
import { type PortalSettings, readPortalSettings } from "./settings.ts";

const USAGE = `npm run portal -- setup [--plan] [--out FILE] [--from FILE] [--yes] [--own] [--json] [--connection NAME]

Creates the properties that the mappings declare under \`properties:\`. Shows what it will do, asks, and does exactly that; what exists is never
changed.
  --plan       only shows. Exit code 3: something would be created
  --out FILE   saves the plan
  --from FILE  applies a saved plan, if the portal still fits it
  --yes        asks nothing
  --own        also the connector's own optional properties: number, time and outcome of a contact's AI calls
The key: HUBSPOT_SCHEMA_TOKEN in the environment, a short-lived one with crm.schemas.*.write; it is never stored.
Exit codes: 0 done, or nothing to do · 1 a conflict, nothing was applied · 2 no key, no scope, no network · 3 changes are pending (--plan).`;

const OPTIONS = {
  plan: { type: "boolean" },
  out: { type: "string" },
  from: { type: "string" },
  yes: { type: "boolean" },
  own: { type: "boolean" },
} as const;

export function setup(args: string[]): Promise<number> {
  return runPortalCommand(args, USAGE, OPTIONS, async (given) => {
    const settings = await readPortalSettings(given.connection);
    const plan = await makePlan(given, settings);
    const { out, plan: isPlanOnly } = given.flags;
    if (typeof out === "string") writeFileSync(out, `${JSON.stringify(plan, null, 2)}\n`);
    if (!given.json) console.log(planText(plan, process.stdout.isTTY));
    if (plan.conflicts.length > 0) return tell(given, plan, null, EXIT.findings);
    if (isPlanOnly) return tell(given, plan, null, plan.create.length > 0 ? EXIT.pending : EXIT.fine);
    if (plan.create.length === 0) return tell(given, plan, null, EXIT.fine);
    if (!(await isWanted(given, plan))) return tell(given, plan, null, EXIT.pending);
    const applied = await applySetup(askWith(keyOf(schemaKey(settings))), plan.create);
    if (!given.json) console.log(appliedText(applied));
    return tell(given, plan, applied, applied.refused.length > 0 ? EXIT.findings : EXIT.fine);
  });
}

/** The second key where there is one: it need not be able to do anything else. */
function schemaKey(settings: PortalSettings): PortalSettings {
  return { ...settings, HUBSPOT_ACCESS_TOKEN: settings.HUBSPOT_SCHEMA_TOKEN ?? settings.HUBSPOT_ACCESS_TOKEN };
}

async function makePlan({ connection, flags }: Given, settings: PortalSettings): Promise<SetupPlan> {
  const { mappings } = readChecked(connection);
  const declared = [...mappings.flatMap(({ properties = [] }) => properties), ...(flags["own"] ? OWN_PROPERTIES : [])];
  const reader = { ...settings, HUBSPOT_ACCESS_TOKEN: settings.HUBSPOT_ACCESS_TOKEN ?? settings.HUBSPOT_SCHEMA_TOKEN };
  const facts = await readPortal(
    reader,
    mappings,
    "named",
    declared.map(({ object }) => object),
  );
  const plan = planSetup(facts.portalId, declared, facts.schema);
  return typeof flags["from"] === "string" ? sameAsSaved(flags["from"], plan) : plan;
}

/** Exactly what was shown: a plan that the portal or the files have left behind is not applied. */
function sameAsSaved(file: string, plan: SetupPlan): SetupPlan {
  const saved = readPlan(file);
  const names = (properties: DeclaredProperty[]) => JSON.stringify(properties);
  if (saved.portal === plan.portal && names(saved.create) === names(plan.create)) return plan;
  throw new CannotCheck(
    `${file} does not fit any more: the portal or the mappings have changed since. Make a new plan: npm run portal -- setup --plan --out ${file}`,
  );
}

function readPlan(file: string): SetupPlan {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as SetupPlan;
  } catch {
    throw new CannotCheck(`${file} is no saved plan. Make one: npm run portal -- setup --plan --out ${file}`);
  }
}

async function isWanted({ flags, json }: Given, { create }: SetupPlan): Promise<boolean> {
  if (flags["yes"]) return true;
  if (json || !process.stdin.isTTY)
    throw new CannotCheck("There is no terminal to ask at. Say --yes to create these properties, or --plan to only see them.");
  const answer = await confirm({
    message: `Create ${create.length === 1 ? "this property" : `these ${create.length} properties`} in HubSpot?`,
  });
  return !isCancel(answer) && answer;
}

function tell({ json }: Given, plan: SetupPlan, applied: Applied | null, code: number): number {
  if (json) console.log(JSON.stringify({ ...plan, applied }, null, 2));
  return code;
}

function planText({ portal, create, conflicts, unchanged }: SetupPlan, colour: boolean): string {
  const paint = (style: "green" | "red" | "dim", text: string) => (colour ? styleText(style, text) : text);
  const lines = [
    ...create.map(({ object, name, label, type, options, at }) => {
      const listed = options.length > 0 ? `: ${options.map((option) => option.label).join(", ")}` : "";
      return paint("green", `+ ${object}.${name}  “${label}”, ${type}${listed}  (${at})`);
    }),
    ...conflicts.map(({ object, name, why, at }) => paint("red", `! ${object}.${name}  ${why}  (${at})`)),
    ...unchanged.map(({ object, name, at, lacks }) => {
      const missing = lacks.length > 0 ? `; add these options by hand if you want them: ${lacks.join(", ")}` : "";
      return paint("dim", `  ${object}.${name}  is there${missing}  (${at})`);
    }),
  ];
  const end =
    conflicts.length > 0
      ? "Nothing is done: declare what exists with the type that it has, or choose another internal name."
      : create.length === 0
        ? "Nothing to create."
        : `${create.length} to create.`;
  return [`Portal ${portal}`, "", ...(lines.length > 0 ? lines : ["No mapping declares properties (`properties:`)."]), "", end].join("\n");
}

function appliedText({ created, refused }: Applied): string {
  return [
    ...created.map(({ object, name }) => `created ${object}.${name}`),
    ...refused.map(({ object, name, why }) => `not created: ${object}.${name}: ${why}`),
  ].join("\n");
}
