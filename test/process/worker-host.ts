/**
 * Runs the built Worker in workerd, as a process that can be killed. Used by the storm and the benchmarks.
 * Arguments: bundle folder, folder for the Durable Object's storage, JSON of variables and secrets. `INSPECTED=1`: V8's inspector listens, and its
 * address is printed.
 */
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import { readdirSync } from "node:fs";

const [bundle = "", storage = "", vars = "{}"] = process.argv.slice(2);

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    name: "connector",
    modules: true,
    rootPath: bundle,
    scriptPath: readdirSync(bundle).find((name) => name.endsWith(".js")) ?? "",
    compatibilityDate: "2026-11-01",
    compatibilityFlags: ["nodejs_compat"],
    durableObjects: { OUTBOX: { className: "Outbox", useSQLite: true } },
    resourcePersistencePath: storage,
    bindings: JSON.parse(vars),
    port: 0,
    host: "127.0.0.1",
    ...(process.env["INSPECTED"] === "1" && { inspectorPort: 0 }),
  }),
);
if (process.env["INSPECTED"] === "1") console.log(`inspector ${(await miniflare.getInspectorURL()).href} `);
console.log(`ready ${(await miniflare.ready).origin} `);
