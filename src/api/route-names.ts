/** What a 404 of the API offers instead. */
export const ROUTES = [
  "GET /api/calls",
  "GET /api/calls/ID",
  "POST /api/calls/ID/replay",
  "POST /api/calls/ID/choose",
  "POST /api/calls/ID/park",
  "POST /api/calls/ID/undo",
  "POST /api/actions",
  "GET /api/actions/ID",
  "GET /api/never-logged",
  "POST /api/never-logged",
  "DELETE /api/never-logged/ID",
  "POST /api/pause",
  "POST /api/resume",
  "POST /api/portal",
  "POST /api/plan",
  "GET /api/audit",
  "GET /api/problems",
  "GET /api/balance",
  "GET /api/mappings",
  "GET /api/health",
];

/** Where whoever asked for an address that is not there probably wanted to go. */
export function meant(path: string): string {
  if (/hook|post-?call/i.test(path)) return "OtoniStark's webhook goes to POST /webhooks/post-call.";
  if (/health|status|ping/i.test(path)) return "Uptime monitors ask GET /health.";
  if (/api|json|v\d/i.test(path)) return "The API begins at /api: GET /api/calls.";
  return "The console is at /calls, the API at /api/calls, the webhook at /webhooks/post-call.";
}
