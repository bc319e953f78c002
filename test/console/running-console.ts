import { listen } from "../../src/sandbox/portal/node-server.ts";
import { type Portal, createPortal } from "../../src/sandbox/portal/portal.ts";
import { WorkerProcess, buildWorker } from "../process/worker-process.ts";

export const ADMIN_TOKEN = "console-admin";
export const VIEWER_TOKEN = "console-viewer";
const WEBHOOK_TOKEN = "console-hook";
const HUBSPOT_KEY = "console-key";
/** A call is written within a second. */
const SETTLE_TIMEOUT_MS = 20_000;

/** The built Worker in a process of its own, and the sandbox portal behind it. */
export interface RunningConsole {
  url: string;
  portal: Portal;
  deliver(body: unknown): Promise<void>;
  api(path: string, init?: RequestInit): Promise<any>;
  /** Waits until nothing is pending. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export async function startConsole(bundle = buildWorker()): Promise<RunningConsole> {
  const portal = createPortal({ token: HUBSPOT_KEY, indexLagMs: 0 });
  const server = await listen(portal.fetch, 0);
  const worker = new WorkerProcess({
    bundle,
    vars: {
      HUBSPOT_BASE_URL: `http://127.0.0.1:${server.port}`,
      HUBSPOT_ACCESS_TOKEN: HUBSPOT_KEY,
      HUBSPOT_INDEX_LAG_SECONDS: "1",
      WEBHOOK_TOKEN,
      ADMIN_TOKEN,
      VIEWER_TOKEN,
    },
  });
  await worker.start();
  const api = async (path: string, init: RequestInit = {}): Promise<any> => {
    const answer = await fetch(worker.url + path, { ...init, headers: { Authorization: `Bearer ${ADMIN_TOKEN}` } });
    return answer.json();
  };
  return {
    url: worker.url.replace(/\/$/, ""),
    portal,
    api,
    deliver: async (body) => {
      const url = `${worker.url}/webhooks/post-call?token=${WEBHOOK_TOKEN}`;
      await fetch(url, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
    },
    settled: async () => {
      for (const end = Date.now() + SETTLE_TIMEOUT_MS; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50)))
        if (((await api("/api/calls?status=pending")) as { calls: unknown[] }).calls.length === 0) return;
      throw new Error("Calls are still pending.");
    },
    stop: async () => {
      await worker.dispose();
      await server.close();
    },
  };
}
