/** What a 404 of the API offers instead. */
export const ROUTES = [
  "GET /api/calls",
  "GET /api/calls/ID",
  "POST /api/calls/ID/replay",
  "POST /api/calls/ID/choose",
  "POST /api/calls/ID/undo",
  "GET /api/health",
];
