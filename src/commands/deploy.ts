import { spawnSync } from "node:child_process";

/**
 * `npm run deploy -- [--env staging] [wrangler's own flags]`: `wrangler deploy`, which checks the mappings first and stops on any problem.
 * Without `--env` it is the production Worker that is meant; wrangler would warn that there are several.
 */
const args = process.argv.slice(2);
const named = args.some((arg) => /^(?:--env|-e)(?:=|$)/.test(arg));
const { status } = spawnSync(process.execPath, ["node_modules/wrangler/bin/wrangler.js", "deploy", ...(named ? [] : ["--env="]), ...args], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
