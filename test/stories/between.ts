import { onTestFinished } from "vitest";

type Pass = (request: Request) => Promise<Response>;

/** Puts somebody between the connector and the portal: sees every request and its JSON, and passes it on or answers itself. */
export function between(act: (request: Request, pass: Pass, body: any) => Response | Promise<Response>): void {
  const inner = globalThis.fetch;
  globalThis.fetch = (async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init);
    const text = request.method === "POST" ? await request.clone().text() : "";
    return act(request, (passed) => inner(passed), text.startsWith("{") ? JSON.parse(text) : null);
  }) as typeof fetch;
  onTestFinished(() => void (globalThis.fetch = inner));
}
