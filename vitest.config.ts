import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const SECRETS = {
  HUBSPOT_ACCESS_TOKEN: "pat-test",
  WEBHOOK_TOKEN: "hook-new,hook-old",
  ADMIN_TOKEN: "admin-token,admin-old",
  VIEWER_TOKEN: "viewer-token",
  HUBSPOT_BASE_URL: "http://hubspot.test",
};

// Wrangler asks for the secrets that `wrangler.toml` requires.
Object.assign(process.env, SECRETS);

/** `npm run bench -- --only growth`, `--only pages` and `--only clock` ask those stories for larger sizes. */
const define = {
  "import.meta.env.VITE_GROWTH": JSON.stringify(process.env["VITE_GROWTH"] ?? "1500,4500"),
  "import.meta.env.VITE_CLOCK": JSON.stringify(process.env["VITE_CLOCK"] ?? "1000:100:190"),
  "import.meta.env.VITE_PAGES": JSON.stringify(process.env["VITE_PAGES"] ?? "300,3000"),
};

export default defineConfig({
  test: {
    // One for each core of the smallest machine that CI gives: vitest itself would leave one of two idle.
    maxWorkers: 2,
    projects: [
      {
        // In workerd, where the connector lives.
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" }, miniflare: { bindings: SECRETS } })],
        define,
        test: { name: "workerd", include: ["test/**/*.test.ts"], exclude: ["test/**/*.node.test.ts"], testTimeout: 30_000 },
      },
      {
        // What reads files or starts processes.
        test: { name: "node", include: ["test/**/*.node.test.ts"], testTimeout: 120_000 },
      },
    ],
  },
});
