import { NOWHERE, type PortalCheck } from "../finding.ts";

export const scopes: PortalCheck = {
  name: "scopes",
  describe: "the key has each scope that the mappings need",
  run: ({ facts }) =>
    facts.scopes.lacking.map((scope) => ({
      ...NOWHERE,
      message: `The key lacks the scope ${scope}.`,
      fix: "Add it to the service key in HubSpot (Development → Keys → Service keys). The key itself stays the same.",
      nearest: [],
    })),
};
