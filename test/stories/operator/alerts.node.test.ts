import { once } from "node:events";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { WorkerProcess, buildWorker } from "../../process/worker-process.ts";
import { aBody } from "../../process/a-body.ts";

/** A real server; answers with a status, or never (null). */
async function serve(answer: (text: string, path: string) => number | null): Promise<string> {
  const server: Server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const status = answer(text, request.url ?? "");
      if (status !== null) response.writeHead(status, { "Content-Type": "application/json" }).end('{"status":"error","message":"no"}');
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it("a real receiver hears of a refused key and of a rejected delivery; one that never answers keeps no delivery waiting", async () => {
  const heard: string[] = [];
  let first = true;
  const receiver = await serve((text) => {
    heard.push((JSON.parse(text) as { text: string }).text);
    return 200;
  });
  const silent = await serve(() => (first ? ((first = false), null) : 200));
  const hubspot = await serve(() => 401);
  const bundle = buildWorker();
  for (const address of [`${receiver}/services/T0/B0/x`, silent]) {
    const worker = new WorkerProcess({
      bundle,
      vars: {
        HUBSPOT_ACCESS_TOKEN: "pat-na1-dead",
        WEBHOOK_TOKEN: "hook",
        ADMIN_TOKEN: "admin",
        HUBSPOT_BASE_URL: hubspot,
        ALERT_WEBHOOK_URL: address,
      },
    });
    onTestFinished(() => worker.dispose());
    await worker.start();
    const post = (body: string) => fetch(`${worker.url}/webhooks/post-call?token=hook`, { method: "POST", body });
    const startedAt = Date.now();
    expect((await post('{"hello":"Beatriz"}')).status).toBe(422);
    expect((await post(JSON.stringify(aBody()))).status).toBe(202);
    expect(Date.now() - startedAt).toBeLessThan(4_000);
    if (address === silent) continue;
    await expect.poll(() => heard.join("\n"), { timeout: 30_000 }).toMatch(/does not accept the key/);
    expect(heard.join("\n")).toMatch(/no call today/);
    expect(heard.join("\n")).toContain(`<${worker.url.replace(/\/$/, "")}/calls?status=rejected|Look at it>`);
    expect(heard.join("\n")).not.toContain("Beatriz");
  }
});
