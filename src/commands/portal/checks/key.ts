import type { PortalCheck } from "../finding.ts";

/** Read before all others: without it there is nothing to check (exit code 2). */
export const key: PortalCheck = {
  name: "key",
  describe: "HubSpot accepts the key",
  run: () => [],
};
