import { enableCompileCache } from "node:module";
import process from "node:process";

/** `npm run mappings -- check|preview|test|diff`: what one does with mapping files on one's own machine. */

interface Command {
  describe: string;
  run: (args: string[]) => Promise<number>;
}

const COMMANDS: Record<string, Command> = {
  check: {
    describe: "check [FILE…]              every problem in the mapping files (each command: --help, --dir DIR)",
    run: async (args) => (await import("./mappings/check.ts")).check(args),
  },
  preview: {
    describe: "preview CALL.json           what a call would write, and why (--portal FILE, --html OUT, --json)",
    run: async (args) => (await import("./mappings/preview.ts")).preview(args),
  },
  test: {
    describe: "test [FILE…]               the examples beside the mappings (*.examples.yaml)",
    run: async (args) => (await import("./mappings/test.ts")).test(args),
  },
  diff: {
    describe: "diff OLD CALL.json…         what a change of the mappings changes for these calls (OLD: folder or git revision)",
    run: async (args) => (await import("./mappings/diff.ts")).diff(args),
  },
};

function usage(): string {
  const lines = Object.values(COMMANDS).map(({ describe }) => `  npm run mappings -- ${describe}`);
  return ["Usage:", ...lines].join("\n");
}

enableCompileCache();
const [name, ...args] = process.argv.slice(2);
const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;

if (command) process.exitCode = await command.run(args);
else if (name === undefined || name === "help" || name === "--help") console.log(usage());
else {
  console.error(`\`${name}\` is not one of the commands.\n${usage()}`);
  process.exitCode = 2;
}
