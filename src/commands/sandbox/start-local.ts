/** wrangler then asks nobody on the internet, and keeps no logs. */
export const WRANGLER_ENV = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_WRITE_LOGS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  CI: "true",
  NO_COLOR: "1",
};

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/** Resolves when something answers there well; throws when it takes too long, or `isStopping`. */
export async function answers(url: string, isStopping: () => boolean = () => false): Promise<void> {
  for (const end = Date.now() + START_TIMEOUT_MS; !isStopping(); await new Promise((resolve) => setTimeout(resolve, POLL_MS))) {
    const { ok } = await fetch(url).catch(() => ({ ok: false }));
    if (ok) return;
    if (Date.now() > end) throw new Error(`${url} does not answer. \`VERBOSE=1\` before the command shows what goes on.`);
  }
}
