import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { NEEDED_SECRETS, isPlaceholder } from "../settings.ts";

/**
 * `npm run deploy -- [--env staging] [wrangler's own flags]`: `wrangler deploy`, which checks the mappings first and stops on any problem.
 * Without `--env` it is the production Worker that is meant; wrangler would warn that there are several.
 */
const args = process.argv.slice(2);
const named = args.some((arg) => /^(?:--env|-e)(?:=|$)/.test(arg));
const placeholders = placeholdersIn(secretsFile(args));
if (placeholders.length > 0) {
  console.error(
    `${placeholders.join(", ")}: what a guide shows still stands in the secrets file. Anybody could guess it, and the connector takes it for none: put the real value in.`,
  );
  process.exitCode = 1;
} else {
  const { status } = spawnSync(
    process.execPath,
    ["node_modules/wrangler/bin/wrangler.js", "deploy", ...(named ? [] : ["--env="]), ...args],
    {
      stdio: "inherit",
    },
  );
  process.exitCode = status ?? 1;
}

/** The file that `--secrets-file` names. */
function secretsFile(given: string[]): string | null {
  const at = given.findIndex((arg) => /^--secrets-file(?:=|$)/.test(arg));
  return at === -1 ? null : (given[at]?.split("=")[1] ?? given[at + 1] ?? null);
}

/** JSON or `NAME=value` lines, as wrangler reads it; what it cannot read it says itself. */
function placeholdersIn(file: string | null): string[] {
  if (file === null || !existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  const secrets = text.trimStart().startsWith("{") ? parsed(text) : parseEnv(text);
  return NEEDED_SECRETS.filter((name) =>
    String(secrets[name] ?? "")
      .split(",")
      .some((value) => isPlaceholder(value.trim())),
  );
}

function parsed(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return {};
  }
}
