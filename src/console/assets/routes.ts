import { Hono } from "hono";
import { SCRIPT, SCRIPT_PATH } from "./script.ts";
import { STYLE, STYLE_PATH } from "./style.ts";

/** The one style sheet and the one script. Their addresses change with their content, so browsers may keep them. */
export const assets = new Hono();

const FOR_EVER = "public, max-age=31536000, immutable";

assets.get(STYLE_PATH, (c) => c.body(STYLE, 200, { "Content-Type": "text/css; charset=utf-8", "Cache-Control": FOR_EVER }));
assets.get(SCRIPT_PATH, (c) => c.body(SCRIPT, 200, { "Content-Type": "text/javascript; charset=utf-8", "Cache-Control": FOR_EVER }));
