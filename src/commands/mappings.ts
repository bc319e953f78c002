import { runNamed } from "./run-named.ts";

/** `npm run mappings -- check|preview|test|diff`: what one does with mapping files on one's own machine. */
await runNamed("mappings", {
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
});
