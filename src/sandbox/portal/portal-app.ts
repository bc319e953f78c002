import { type Context, Hono } from "hono";
import { badRequest } from "./problem.ts";

/** The gate reads and parses the body once; handlers find it here. */
interface PortalEnv {
  Bindings: { body: unknown };
}
export type PortalApp = Hono<PortalEnv>;
export type PortalContext = Context<PortalEnv>;

export const VERSIONS = "v3|v4|2026-03|2026-09";

/** One path for the old and the dated form: `/crm/v3/objects/x` and `/crm/objects/v3/x` are `/objects/v3/x`. */
export function canonicalPath(pathname: string): string {
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, "") : pathname;
  const old = /^\/crm\/(v[34])\/([a-z-]+)(\/.*)?$/.exec(path);
  if (old) return `/${old[2]}/${old[1]}${old[3] ?? ""}`;
  const schemas = /^\/crm-object-schemas\/([^/]+)\/schemas(\/.*)?$/.exec(path);
  if (schemas) return `/schemas/${schemas[1]}${schemas[2] ?? ""}`;
  return path.startsWith("/crm/") ? path.slice(4) : path;
}

export function isApiPath(pathname: string): boolean {
  return /^\/(crm|crm-object-schemas|account-info|oauth)\//.test(pathname);
}

export function createApp(): PortalApp {
  return new Hono<PortalEnv>({ getPath: (request) => canonicalPath(new URL(request.url).pathname) });
}

export function bodyObject(context: PortalContext): Record<string, unknown> {
  const { body } = context.env;
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw badRequest("Invalid input JSON on line 1, column 1: expected an object");
}

/** `inputs` of a batch, within its limit. */
export function inputsOf(body: Record<string, unknown>, most: number): Record<string, unknown>[] {
  const { inputs } = body;
  if (!Array.isArray(inputs)) throw badRequest("Invalid input JSON: `inputs` must be a list");
  if (inputs.length === 0) throw badRequest("Invalid input JSON: `inputs` must not be empty");
  if (inputs.length > most) throw badRequest(`The maximum number of inputs supported in a batch request is ${most}`);
  if (inputs.some((input) => typeof input !== "object" || input === null))
    throw badRequest("Invalid input JSON: an input must be an object");
  return inputs;
}

export function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function queryList(context: PortalContext, name: string): string[] {
  const values = context.req.queries(name) ?? [];
  return values.flatMap((value) => value.split(",")).filter(Boolean);
}
