import { readPortal } from "./read-portal.ts";
import { reportText, runChecks } from "./run-checks.ts";
import { EXIT, readChecked, runPortalCommand } from "./run-command.ts";
import { readPortalSettings } from "./settings.ts";

const USAGE = `npm run portal -- check [--json] [--connection NAME]

Holds the mappings against the live portal: key, scopes, properties, types, options, pipelines, stages, owners, required properties, rules,
limits. Changes nothing. The key comes from HUBSPOT_ACCESS_TOKEN (environment or .dev.vars).
Exit codes: 0 all is well · 1 something does not fit · 2 it could not be checked (no key, no network).`;

/** Exit code 1 where anything does not fit. */
export function check(args: string[]): Promise<number> {
  return runPortalCommand(args, USAGE, {}, async ({ json, connection }) => {
    const checked = readChecked(connection);
    const facts = await readPortal(await readPortalSettings(connection), checked.mappings);
    const report = runChecks(checked, facts);
    console.log(json ? JSON.stringify(report, null, 2) : reportText(report, facts, process.stdout.isTTY));
    return report.findings.length > 0 ? EXIT.findings : EXIT.fine;
  });
}
