/**
 * Runs the built Worker in workerd, as a process that can be killed. Used by the storm and the benchmarks.
 * Arguments: bundle folder, port, folder for the Durable Object's storage, JSON of variables and secrets.
 */
import { convertV4MiniflareOptions, Miniflare } from "miniflare";

const [bundle = "", port = "0", storage = "", vars = "{}"] = process.argv.slice(2);

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    name: "connector",
    modules: true,
    rootPath: bundle,
    scriptPath: "index.js",
    compatibilityDate: "2026-11-01",
    compatibilityFlags: ["nodejs_compat"],
    durableObjects: { OUTBOX: { className: "Outbox", useSQLite: true } },
    resourcePersistencePath: storage,
    bindings: JSON.parse(vars),
    port: Number(port),
    host: "127.0.0.1",
  }),
);
await miniflare.ready;
console.log("ready");
