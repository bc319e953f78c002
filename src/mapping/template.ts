/**
 * Texts with gaps, in Liquid. All of it, for the check and the tests; what runs in the Worker imports template/render.ts, so that
 * the check's own code stays out of the bundle.
 */
export { checkTemplate } from "./template/check.ts";
export { FILTERS } from "./template/filters.ts";
export { TemplateStopped } from "./template/limits.ts";
export { renderHtml, renderText } from "./template/render.ts";
