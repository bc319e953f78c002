import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { ConnectionLost } from "./limits/fault-effects.ts";

type Handler = (request: Request) => Promise<Response>;

interface ListeningServer {
  /** the one given, or the one found for 0 */
  port: number;
  close(): Promise<void>;
}

/** Serves a fetch handler over HTTP; where the handler loses the connection, so does the client. */
export async function listen(handler: Handler, port: number, host = "127.0.0.1"): Promise<ListeningServer> {
  const server = createServer((incoming, outgoing) => {
    void respond(handler, incoming, outgoing).catch((error: unknown) => lose(error, outgoing));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : port, close: () => closed(server) };
}

function closed(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function respond(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await bodyOf(incoming);
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  const request = new Request(`http://${incoming.headers.host ?? "localhost"}${incoming.url ?? "/"}`, {
    method: incoming.method ?? "GET",
    headers: headersOf(incoming),
    signal: gone.signal,
    ...(hasBody ? { body } : {}),
  });
  const answer = await handler(request);
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  outgoing.end(new Uint8Array(await answer.arrayBuffer()));
}

function lose(error: unknown, outgoing: ServerResponse): void {
  if (!(error instanceof ConnectionLost) && !outgoing.destroyed) console.error(error);
  outgoing.destroy();
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  return headers;
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  return new TextDecoder().decode(concatenated(chunks));
}

function concatenated(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
