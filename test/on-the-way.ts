import { onTestFinished } from "vitest";

type Meddle = (request: Request, pass: (request?: Request) => Promise<Response>, body: any) => Promise<Response>;

/** Comes between the connector and the stand-in: for answers that HubSpot, or what stands before it, gives on its bad days. */
export function onTheWay(meddle: Meddle): void {
  const further = globalThis.fetch;
  globalThis.fetch = (async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init);
    const text = await request.clone().text();
    const body: unknown = text.startsWith("{") ? JSON.parse(text) : null;
    return meddle(request, (altered = request) => further(altered), body);
  }) as typeof fetch;
  onTestFinished(() => void (globalThis.fetch = further));
}

/** The same request with another body. */
export const withBody = (request: Request, body: unknown): Request =>
  new Request(request.url, { method: request.method, headers: request.headers, body: JSON.stringify(body) });

/** An answer with its body changed. */
export async function changed(answer: Response, change: (body: any) => unknown): Promise<Response> {
  return Response.json(change(await answer.json()), { status: answer.status });
}
