import { compileMappings } from "../../src/compiler/compile.ts";
import app, { Outbox as DeployedOutbox } from "../../src/index.ts";
import { STORM_MAPPING } from "./storm-mapping.ts";

/** The connector as it is deployed, with the storm's own mapping. */
export class Outbox extends DeployedOutbox {
  override mappings = compileMappings([{ path: "mappings/storm.yaml", text: STORM_MAPPING }]).mappings;
}

export default app;
