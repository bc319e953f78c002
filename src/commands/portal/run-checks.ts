import { styleText } from "node:util";
import { CHECKS } from "./checks/index.ts";
import type { Finding, PortalCheck } from "./finding.ts";
import type { PortalFacts } from "./portal-facts.ts";
import { type Checked, propertyUses } from "./uses.ts";

export interface CheckReport {
  portal: { id: string; type: string; timeZone: string; apiVersion: string };
  checks: { name: string; ok: boolean }[];
  findings: Finding[];
}

/** Every check, all at once. Pure. */
export function runChecks(checked: Checked, facts: PortalFacts, checks: PortalCheck[] = CHECKS): CheckReport {
  const input = { checked, facts, uses: propertyUses(checked) };
  const done = checks.map(({ name, run }) => ({ name, findings: run(input) }));
  return {
    portal: { id: facts.portalId, type: facts.accountType, timeZone: facts.timeZone, apiVersion: facts.apiVersion },
    checks: done.map(({ name, findings }) => ({ name, ok: findings.length === 0 })),
    findings: done.flatMap(({ name, findings }) => findings.map((finding) => ({ ...finding, check: name }))),
  };
}

type Paint = (style: "green" | "red" | "cyan", text: string) => string;

export function reportText({ portal, checks, findings }: CheckReport, facts: PortalFacts, colour: boolean): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text) : text);
  const passed = checks.filter(({ ok }) => ok).length;
  const lines = CHECKS.flatMap(({ name, describe }) => {
    const done = checks.find((one) => one.name === name);
    return done === undefined ? [] : [done.ok ? `${paint("green", "✓")} ${describe}` : `${paint("red", "✗")} ${name}: not so: ${describe}`];
  });
  const unknown =
    facts.scopes.unknown.length > 0 ? [`HubSpot does not tell whether the key has ${facts.scopes.unknown.join(", ")}.`, ""] : [];
  return [
    `Portal ${portal.id} (${portal.type}, ${portal.timeZone}), API version ${portal.apiVersion}`,
    "",
    ...lines,
    "",
    ...findings.flatMap((finding) => [findingText(finding, paint), ""]),
    ...unknown,
    `${passed} of ${checks.length} passed${findings.length === 0 ? "." : `, ${findings.length === 1 ? "1 finding" : `${findings.length} findings`}.`}`,
  ].join("\n");
}

/** The place, what is wrong, and on a second line what to do. */
export function findingText({ file, line, column, path, used_by, message, fix }: Finding, paint: Paint = (_, text) => text): string {
  const where = file === "" ? "" : `${paint("cyan", `${file}:${line}:${column}`)}  ${path}: `;
  const user = used_by === undefined ? "" : ` (Used by ${used_by}.)`;
  return `${where}${message}${user}\n    ${fix}`;
}
