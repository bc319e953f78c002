/** Whether a form was sent by a page of this origin. Browsers say so themselves; one too old for that sends at least its origin. */
export function isFromOwnPage(request: Request): boolean {
  const site = request.headers.get("Sec-Fetch-Site");
  if (site !== null) return site === "same-origin";
  return request.headers.get("Origin") === new URL(request.url).origin;
}

/** Whether a form was sent by another site. Nothing said is not said so: a script may sign in. */
export function isFromOtherSite(request: Request): boolean {
  const says = request.headers.has("Sec-Fetch-Site") || request.headers.has("Origin");
  return says && !isFromOwnPage(request);
}

/** Where somebody wanted to go before signing in: a path of this origin, or `fallback` for all that leads elsewhere or does not parse. */
export function ownPath(wanted: string | undefined, origin: string, fallback: string): string {
  if (wanted === undefined || !isPath(wanted) || !URL.canParse(wanted, origin)) return fallback;
  const url = new URL(wanted, origin);
  // `/.//elsewhere` is a path of ours to the parser, and another host once it is written out.
  const path = url.pathname + url.search;
  return url.origin === origin && isPath(path) ? path : fallback;
}

/** Browsers read `//` and `/\` as another host, and drop control characters before they look. */
function isPath(text: string): boolean {
  return /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(text);
}
