const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The stored calls that wait are erased after a month at the latest, unless the settings say otherwise. */
const LONGEST_MS = 30 * 86_400_000;
/** The sweep that looks again does not run more often. */
const SHORTEST_MS = 10 * 60_000;

/** `7d`, `12h`, `30m`, `2w`. */
export function parseDuration(text: string): { ms: number } | { problem: string } {
  const [, count = "", unit = ""] = /^(\d{1,6})\s*([mhdw])$/.exec(text.trim()) ?? [];
  const ms = Number(count) * (UNIT_MS[unit] ?? 0);
  if (!unit)
    return { problem: `\`${text}\` is not a length of time. Write a number and a unit: \`7d\` (days), \`12h\` (hours), \`2w\` (weeks).` };
  if (ms < SHORTEST_MS || ms > LONGEST_MS)
    return { problem: `\`${text}\` is too ${ms > LONGEST_MS ? "long" : "short"}: from \`10m\` to \`30d\`.` };
  return { ms };
}
