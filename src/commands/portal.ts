import { runNamed } from "./run-named.ts";

/** `npm run portal -- check|snapshot|setup`: the mappings and the live HubSpot portal. */
await runNamed("portal", {
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
});
