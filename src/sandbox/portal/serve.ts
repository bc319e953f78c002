import { parseArgs } from "node:util";
import { listen } from "./node-server.ts";
import { createPortal } from "./portal.ts";
import { addSamplePeople } from "./sample-people.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8788" },
    host: { type: "string", default: "127.0.0.1" },
    seed: { type: "string", default: "1" },
    token: { type: "string", multiple: true, default: [] },
    lag: { type: "string", default: "0" },
    country: { type: "string", default: "BR" },
    sample: { type: "boolean", default: false },
  },
});

const portal = createPortal({ seed: Number(values.seed), token: values.token, indexLagMs: Number(values.lag), country: values.country });
if (values.sample) addSamplePeople(portal);
const server = await listen(portal.fetch, Number(values.port), values.host);
console.log(`Sandbox HubSpot portal: http://${values.host}:${server.port}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close().then(() => process.exit(0)));
