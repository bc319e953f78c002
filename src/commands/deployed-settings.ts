import { type Problem, problemOf } from "../problem/problem.ts";
import { type Settings, wrongSettings } from "../settings.ts";

const CHECKED = ["HUBSPOT_BASE_URL", "HUBSPOT_API_VERSION", "RETENTION_DAYS", "LOCATION"] as const;
/** `RETENTION_DAYS = "30"`, with or without quotes, in `[vars]` or in an environment's. Wrangler's own reader takes two seconds to load. */
const LINE = new RegExp(`^\\s*(${CHECKED.join("|")})\\s*=\\s*("[^"\\n]*"|'[^'\\n]*'|[^#\\n]*)`, "gm");

/** What is set in `wrangler.toml` and cannot be followed. */
export function wrongInToml(toml: string): Problem[] {
  const lines = [...toml.matchAll(LINE)].map(([, name, value = ""]) => ({ [name as string]: value.trim().replace(/^["']|["']$/g, "") }));
  const problems = lines.flatMap((setting) => wrongSettings(setting as Settings)).map((cause) => problemOf(cause));
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
