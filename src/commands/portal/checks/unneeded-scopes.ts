import { NOWHERE, type PortalCheck } from "../finding.ts";
import { neededScopes } from "../scopes.ts";

/** Of CRM data only: what else a key may do is somebody's decision. */
const OF_CRM = /^(?:crm\.(?:objects|schemas)\.|tickets$)/;

export const unneededScopes: PortalCheck = {
  name: "unneeded_scopes",
  describe: "the key has no scope that the mappings do not need",
  run: ({ facts, checked }) => {
    const needed = neededScopes(checked.mappings);
    // Reading is part of writing, and a property's definition is read with either.
    const covered = (scope: string) =>
      needed.includes(scope) || needed.includes(scope.replace(/\.read$/, ".write")) || /^crm\.schemas\..*\.read$/.test(scope);
    return (facts.scopes.held ?? [])
      .filter((scope) => OF_CRM.test(scope) && !covered(scope))
      .map((scope) => ({
        ...NOWHERE,
        message: `The key has the scope ${scope}, which no mapping needs.`,
        fix: "Take it from the service key: should the key ever leak, it opens less.",
        nearest: [],
      }));
  },
};
