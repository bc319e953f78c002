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
  "GET /api/health",
];
