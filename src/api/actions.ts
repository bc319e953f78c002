import { type Context, Hono } from "hono";
import { theOutbox } from "../env.ts";
import { FILTERS, readFilters } from "../operator/call-filters.ts";
import { type ApiEnv, operatorOnly } from "./guard.ts";
import { BAD, readJson } from "./read-json.ts";
import { refuse } from "./refuse.ts";

/** `/api/actions`: replay or undo all calls that match filters. */
export const actions = new Hono<ApiEnv>();

actions.post("/", operatorOnly, async (c) => {
  const body = await readJson(c);
  const asked = body === BAD ? null : body;
  const verb = asked?.["do"];
  if (asked === null || (verb !== "replay" && verb !== "undo"))
    return refuse(
      c,
      400,
      "bad_body",
      'Say what to do with which calls: {"do":"replay","where":{"problem":"no_such_option"},"preview":true}.',
    );
  const slip = slipIn(asked);
  if (slip !== null) return refuse(c, 400, "bad_body", slip);
  const where = filtersOf(asked["where"]);
  if ("bad" in where) return refuse(c, 400, "bad_query", where.bad);
  if (asked["preview"] === true) return answered(c, 200, await theOutbox(c.env).previewAction({ do: verb, where }));
  return answered(c, 202, await theOutbox(c.env).startAction({ do: verb, where }, c.get("who").name));
});

actions.get("/:id", async (c) => {
  const action = await theOutbox(c.env).action(c.req.param("id"));
  if (action === null) return refuse(c, 404, "not_found", "There is no action of this id.");
  // The cause beside each sentence is for the console, which says it in another language.
  return c.json({ ...action, failures: action.failures.map(({ call, why }) => ({ call, why })) });
});

function answered(c: Context<ApiEnv>, status: 200 | 202, answer: object | { refused: string }): Response {
  return "refused" in answer ? refuse(c, 409, "cannot_act", answer.refused) : c.json(answer, status);
}

/** Whoever wanted a preview and misspelt it must not begin the action. */
function slipIn({ preview, ...asked }: Record<string, unknown>): string | null {
  const unknown = Object.keys(asked).find((name) => name !== "do" && name !== "where");
  if (unknown !== undefined) return `There is no \`${unknown.slice(0, 40)}\` here: only do, where and preview.`;
  return preview === undefined || typeof preview === "boolean" ? null : "`preview` is true or false.";
}

/** An action never goes further than its filters: one that nobody knows is a mistake, and so is none at all said otherwise than as {}. */
function filtersOf(where: unknown): ReturnType<typeof readFilters> {
  if (typeof where !== "object" || where === null || Array.isArray(where))
    return { bad: "`where` is an object of filters; {} means all calls." };
  const unknown = Object.keys(where).find((name) => !(FILTERS as readonly string[]).includes(name));
  if (unknown !== undefined) return { bad: `\`where\` has no filter \`${unknown.slice(0, 40)}\`. There are: ${FILTERS.join(", ")}.` };
  const texts = Object.entries(where).map(([name, value]) => [name, filterText(value)] as const);
  const empty = texts.find(([name, text]) => text === "" || (name === "warning" && text === "0"));
  if (empty !== undefined) return { bad: `\`${empty[0]}\` says nothing to filter by. Give it a text, or leave it out.` };
  return readFilters(Object.fromEntries(texts));
}

/** Empty: it is none. What a script left empty must not widen the set. */
function filterText(value: unknown): string {
  if (value === true) return "1";
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}
