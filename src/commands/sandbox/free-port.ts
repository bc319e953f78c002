import { createServer } from "node:net";

/** A browser may take either of them for `localhost`. */
const HOSTS = ["127.0.0.1", "::1"];
const TRIED = 20;

/** The wanted port, or, where something else already listens there, one of the next. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + TRIED * 10; port += 10) {
    const free = await Promise.all(HOSTS.map((host) => canListen(port, host)));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`Ports ${wanted} to ${wanted + TRIED * 10} are all in use. Stop some of what listens there.`);
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // A machine without IPv6 has no "::1" that could be in use.
    server.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code !== "EADDRINUSE" && code !== "EACCES"));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
