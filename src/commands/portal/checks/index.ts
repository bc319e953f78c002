import type { PortalCheck } from "../finding.ts";
import { associations } from "./associations.ts";
import { declared } from "./declared.ts";
import { key } from "./key.ts";
import { keys } from "./keys.ts";
import { limits } from "./limits.ts";
import { objects } from "./objects.ts";
import { associationLabels } from "./values/association-labels.ts";
import { options } from "./values/options.ts";
import { owners } from "./values/owners.ts";
import { pipelines } from "./values/pipelines.ts";
import { properties } from "./properties.ts";
import { required } from "./required.ts";
import { scopes } from "./scopes.ts";
import { stages } from "./values/stages.ts";
import { types } from "./values/types.ts";
import { unneededScopes } from "./unneeded-scopes.ts";
import { validations } from "./values/validations.ts";
import { writable } from "./writable.ts";

/** In the order in which a person would mend what they find. */
export const CHECKS: PortalCheck[] = [
  key,
  scopes,
  unneededScopes,
  objects,
  declared,
  properties,
  writable,
  keys,
  types,
  options,
  pipelines,
  stages,
  owners,
  associations,
  associationLabels,
  required,
  validations,
  limits,
];
