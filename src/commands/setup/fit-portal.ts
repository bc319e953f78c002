import { findingText, runChecks } from "../portal/run-checks.ts";
import { readChecked } from "../portal/run-command.ts";
import type { PortalFacts, Setup } from "./options.ts";

/** Whether the mappings fit the portal, as they stand now; each thing that does not is said. */
export function fitsPortal({ prompter }: Setup, facts: PortalFacts): boolean {
  const { checks, findings } = runChecks(readChecked(null), facts);
  // More than is needed is no reason to stop.
  const serious = findings.filter(({ check }) => check !== "unneeded_scopes" && check !== "limits");
  const passed = checks.filter(({ ok }) => ok).length;
  if (findings.length === 0) prompter.say(`The mappings fit the portal: ${passed} of ${checks.length} checks passed.`);
  else prompter.warn([`${passed} of ${checks.length} checks passed.`, ...findings.map((finding) => findingText(finding))].join("\n"));
  return serious.length === 0;
}
