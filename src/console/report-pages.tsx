import { Hono } from "hono";
import { theOutbox } from "../env.ts";
import { readDays } from "../operator/reports/days.ts";
import { sayReason } from "../problem/say-reason.ts";
import type { ConsoleEnv } from "./access.ts";
import { Balance } from "./pages/balance.tsx";
import { Mappings } from "./pages/mappings.tsx";
import { Problems } from "./pages/problems.tsx";

/** The pages that tell of many calls: problems, balance, mappings. */
export const reportPages = new Hono<ConsoleEnv>();

reportPages.get("/problems", async (c) => {
  const words = c.get("words");
  const outbox = theOutbox(c.env);
  const [groups, paused] = await Promise.all([outbox.problems(), outbox.paused()]);
  return c.render(<Problems words={words} groups={groups} paused={paused} mayChange={c.get("who")?.role === "operator"} />, {
    title: words.problems.title,
    section: "problems",
  });
});

reportPages.get("/balance", async (c) => {
  const words = c.get("words");
  const days = readDays({ from: c.req.query("from"), to: c.req.query("to") }, Date.now());
  if ("bad" in days) return c.text(sayReason(days.bad, c.get("words").language), 400);
  const [report, { hubspot, paused }] = await Promise.all([theOutbox(c.env).balance(days.from, days.to), theOutbox(c.env).health()]);
  return c.render(
    <Balance words={words} report={report} hubspot={hubspot} paused={paused} mayChange={c.get("who")?.role === "operator"} />,
    {
      title: words.balance.title,
      section: "balance",
    },
  );
});

reportPages.get("/mappings", async (c) => {
  const words = c.get("words");
  const report = await theOutbox(c.env).mappingsReport();
  return c.render(<Mappings words={words} report={report} />, { title: words.mappings.title, section: "mappings" });
});
