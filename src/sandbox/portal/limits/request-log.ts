/** One API request, without what it said. */
export interface LoggedRequest {
  /** milliseconds since 1970, when it arrived */
  at: number;
  method: string;
  /** canonical, without query: `/objects/2026-09/contacts/batch/read` */
  path: string;
  /** the endpoint, without ids: `POST contacts/batch/read` */
  kind: string;
  /** 0 while it is under way and where the connection was dropped */
  status: number;
  inputs: number;
  /** the fault that it met */
  fault?: string;
}

interface RequestSummary {
  total: number;
  /** of all, answered 429 */
  share429: number;
  byStatus: Record<string, number>;
  byKind: Record<string, number>;
  byFault: Record<string, number>;
  inputsByKind: Record<string, number>;
  firstAt: number | null;
  lastAt: number | null;
}

export function summarised(requests: readonly LoggedRequest[]): RequestSummary {
  const refused = requests.filter((request) => request.status === 429).length;
  return {
    total: requests.length,
    share429: requests.length === 0 ? 0 : refused / requests.length,
    byStatus: counted(requests, (request) => String(request.status)),
    byKind: counted(requests, (request) => request.kind),
    byFault: counted(requests, (request) => request.fault),
    inputsByKind: counted(
      requests,
      (request) => request.kind,
      (request) => request.inputs,
    ),
    firstAt: requests[0]?.at ?? null,
    lastAt: requests.at(-1)?.at ?? null,
  };
}

function counted(
  requests: readonly LoggedRequest[],
  key: (request: LoggedRequest) => string | undefined,
  weight: (request: LoggedRequest) => number = () => 1,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const request of requests) {
    const name = key(request);
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + weight(request);
  }
  return counts;
}

/** `/objects/v3/contacts/501` is `contacts/:id`. */
export function kindOf(method: string, path: string): string {
  const [area, ...rest] = path.slice(1).split("/");
  const named = rest.filter((part) => !/^(v\d|\d{4}-\d{2})$/.test(part));
  const words = named.map((part) => (/^\d+$/.test(part) || part.includes("@") || part.includes("%40") ? ":id" : part));
  return `${method} ${[...(area === "objects" ? [] : [area]), ...words].join("/")}`;
}
