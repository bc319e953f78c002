import { NOWHERE, type PortalCheck } from "../finding.ts";

/** Enough for some hundreds of lone calls. */
const FEW = 2_000;

export const limits: PortalCheck = {
  name: "limits",
  describe: "enough requests are left today",
  run: ({ facts: { daily } }) =>
    daily === null || daily.left >= FEW
      ? []
      : [
          {
            ...NOWHERE,
            message: `Only ${daily.left}${daily.of === null ? "" : ` of ${daily.of}`} requests to HubSpot are left today; all apps of the portal share them.`,
            fix: "Calls wait and are written after the portal's midnight. See which app needs so many: HubSpot, Development → Monitoring.",
            nearest: [],
          },
        ],
};
