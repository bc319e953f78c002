import { type Portal, type PortalOptions, createPortal } from "./portal.ts";

interface Answer {
  status: number;
  body: any;
  headers: Headers;
}

/** A portal and the few words that its own tests need. */
export interface PortalUnderTest {
  portal: Portal;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  get(path: string): Promise<Answer>;
}

export function portalUnderTest(options: PortalOptions = {}): PortalUnderTest {
  const portal = createPortal(options);
  const send: PortalUnderTest["send"] = async (method, path, body, headers = { authorization: "Bearer key" }) => {
    const answer = await portal.fetch(
      new Request(`http://portal${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    );
    const text = await answer.text();
    const json = answer.headers.get("content-type")?.includes("json");
    return { status: answer.status, headers: answer.headers, body: json && text ? JSON.parse(text) : text };
  };
  return { portal, send, post: (path, body) => send("POST", path, body), get: (path) => send("GET", path) };
}

/** The error codes in a refusal. */
export function codesIn(answer: Answer): string[] {
  return (answer.body.errors ?? []).map((error: { code?: string }) => error.code ?? "");
}
