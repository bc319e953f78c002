import { enableCompileCache } from "node:module";
import process from "node:process";

/** `npm run portal -- check|snapshot|setup`: the mappings and the live HubSpot portal. */

const COMMANDS: Record<string, { describe: string; run: (args: string[]) => Promise<number> }> = {
  check: {
    describe: "check            the mappings held against the live portal (--json)",
    run: async (args) => (await import("./portal/check.ts")).check(args),
  },
  snapshot: {
    describe: "snapshot FILE    the portal's schema, without personal data, for checks and previews without a network",
    run: async (args) => (await import("./portal/snapshot.ts")).snapshot(args),
  },
  setup: {
    describe: "setup            creates the properties that the mappings declare (--plan shows only, --yes asks nothing)",
    run: async (args) => (await import("./portal/setup.ts")).setup(args),
  },
};

const usage = (): string => ["Usage:", ...Object.values(COMMANDS).map(({ describe }) => `  npm run portal -- ${describe}`)].join("\n");

enableCompileCache();
const [name, ...args] = process.argv.slice(2);
const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;

if (command) process.exitCode = await command.run(args);
else if (name === undefined || name === "help" || name === "--help") console.log(usage());
else {
  console.error(`\`${name}\` is not one of the commands.\n${usage()}`);
  process.exitCode = 2;
}
