import { Hono } from "hono";
import { theOutbox } from "../env.ts";
import { readFilters } from "../operator/call-filters.ts";
import { maskCall } from "../operator/mask-call.ts";
import type { Planned } from "../operator/preview/plan-body.ts";
import { sayReason } from "../problem/say-reason.ts";
import { type C, type ConsoleEnv, isUnset, operatorsOnly, recognise, signIn, signOut, signedIn } from "./access.ts";
import { actionPages } from "./action-pages.tsx";
import { isNarrowed, readAddress } from "./address.ts";
import { assets } from "./assets/routes.ts";
import { callPages } from "./call-pages.tsx";
import { frame } from "./frame.tsx";
import { headers } from "./headers.ts";
import { indented } from "./json-text.ts";
import { speak } from "./language.ts";
import { numberPages } from "./number-pages.tsx";
import { portalPages } from "./portal-pages.tsx";
import { Calls } from "./pages/calls.tsx";
import { Front } from "./pages/front.tsx";
import { Try } from "./pages/try.tsx";
import { reportPages } from "./report-pages.tsx";
import { SignIn, SignOut } from "./pages/sign-in.tsx";

/** The operator's console. Each route asks the outbox and shows a page; what changes something answers 303. */
export const pages = new Hono<ConsoleEnv>();

const PAGE = 50;

pages.use(headers, speak, recognise, frame);
pages.route("/", assets);

pages.get("/", (c) => (c.get("who") === null ? c.render(<Front c={c} />, { title: "HubSpot" }) : c.redirect("/calls", 303)));

pages.get("/sign-in", (c) =>
  showSignIn(c, c.req.query("next"), isUnset(c.env) ? { status: 503, problem: c.get("words").signIn.unset } : null),
);

pages.post("/sign-in", async (c) => {
  const form = await c.req.parseBody();
  const [token, next] = [form["token"], form["next"]].map((value) => (typeof value === "string" ? value.trim() : undefined));
  const outcome = await signIn(c, { token: token ?? "", next });
  const { signIn: words } = c.get("words");
  if ("go" in outcome) return c.redirect(outcome.go, 303);
  if ("throttledForSeconds" in outcome) {
    c.header("Retry-After", String(outcome.throttledForSeconds));
    return showSignIn(c, next, { status: 429, problem: words.throttled(Math.ceil(outcome.throttledForSeconds / 60)) });
  }
  if (outcome.refused === "wrong") return showSignIn(c, next, { status: 401, problem: words.wrong });
  if (outcome.refused === "unset") return showSignIn(c, next, { status: 503, problem: words.unset });
  return showSignIn(c, next, { status: 403, problem: words.otherSite });
});

pages.get("/sign-out", (c) => c.render(<SignOut words={c.get("words")} />, { title: c.get("words").nav.signOut }));
pages.post("/sign-out", (c) => (signOut(c) ? c.redirect("/sign-in", 303) : c.text(c.get("words").signIn.otherSite, 403)));

for (const path of [
  "/calls",
  "/calls/*",
  "/problems",
  "/balance",
  "/mappings",
  "/try",
  "/actions",
  "/actions/*",
  "/numbers",
  "/numbers/*",
  "/portal",
  "/resume",
])
  pages.use(path, signedIn);

for (const path of ["/try", "/numbers", "/numbers/*"]) pages.use(path, operatorsOnly);

pages.get("/calls", async (c) => {
  const address = readAddress(c.req.query());
  const found = c.req.query("find")?.trim();
  if (found) return c.redirect(await placeOf(c, found), 303);
  const filters = readFilters(c.req.query());
  if ("bad" in filters) return c.text(sayReason(filters.bad, c.get("words").language), 400);
  const words = c.get("words");
  const before = /^\d{1,15}$/.test(address.before ?? "") ? Number(address.before) : Number.MAX_SAFE_INTEGER;
  const outbox = theOutbox(c.env);
  const [page, mappings, totals, paused] = await Promise.all([
    outbox.calls(filters, { limit: PAGE, before }),
    outbox.mappingNames(),
    isNarrowed(address) ? null : outbox.totals(),
    outbox.paused(),
  ]);
  const mayChange = c.get("who")?.role === "operator";
  const shown = { ...page, calls: mayChange ? page.calls : page.calls.map(maskCall) };
  const customers = mayChange && address.show === "1" ? await outbox.customers(page.calls.map(({ call }) => call)) : null;
  const props = { words, address, page: shown, mappings, totals, paused, customers, mayChange };
  return c.render(<Calls {...props} />, { title: words.calls.title, section: "calls" });
});

pages.route("/calls", callPages);
pages.route("/actions", actionPages);
pages.route("/numbers", numberPages);
pages.route("/", reportPages);
pages.route("/", portalPages);

pages.get("/try", async (c) => {
  const call = c.req.query("call")?.trim();
  const body = call ? await theOutbox(c.env).delivery(call) : null;
  return showTry(c, {
    body: indented(body ?? ""),
    planned: body === null ? null : await theOutbox(c.env).plan(body),
    missing: Boolean(call) && body === null,
  });
});

pages.post("/try", async (c) => {
  const { body } = await c.req.parseBody();
  const text = typeof body === "string" ? body : "";
  return showTry(c, { body: text, planned: await theOutbox(c.env).plan(text), missing: false });
});

function showTry(c: C, props: { body: string; planned: Planned | null; missing: boolean }) {
  const words = c.get("words");
  return c.render(<Try words={words} {...props} />, { title: words.try.title, section: "try" });
}

/** Where what was typed into the search leads: a call of this id, or the calls of this customer. */
async function placeOf(c: C, text: string): Promise<string> {
  if (text.includes("@")) return `/calls?${new URLSearchParams({ email: text })}`;
  if ((await theOutbox(c.env).call(text)) !== null) return `/calls/${encodeURIComponent(text)}`;
  return "bad" in readFilters({ phone: text }) ? `/calls/${encodeURIComponent(text)}` : `/calls?${new URLSearchParams({ phone: text })}`;
}

function showSignIn(c: C, next: string | undefined, refused: { status: 401 | 403 | 429 | 503; problem: string } | null) {
  const words = c.get("words");
  if (refused !== null) c.status(refused.status);
  return c.render(<SignIn words={words} next={next ?? ""} problem={refused?.problem ?? null} />, { title: words.signIn.title });
}
