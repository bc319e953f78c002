/** What a 404 of the API offers instead. */
export const ROUTES = [
  "GET /api/calls",
  "GET /api/calls/ID",
  "POST /api/calls/ID/replay",
  "POST /api/calls/ID/choose",
  "POST /api/calls/ID/park",
  "POST /api/calls/ID/undo",
  "POST /api/pause",
  "POST /api/resume",
  "GET /api/health",
];
