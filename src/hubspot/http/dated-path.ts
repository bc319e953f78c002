/**
 * The dated form of a v3 or v4 path, which end in 2027: `/crm/v3/objects/x` is `/crm/objects/2026-09/x`. `version`: `2026-09`, `2026-03`, or
 * `v3`, which leaves everything as it is. Takes whole URLs, too.
 */
export function datedPath(path: string, version: string): string {
  if (/^v\d$/.test(version)) return path;
  return path
    .replace("/crm/v3/objects/", `/crm/objects/${version}/`)
    .replace(/\/crm\/v3\/(properties|pipelines|owners|property-validations)/, `/crm/$1/${version}`)
    .replace("/crm/v3/schemas", `/crm-object-schemas/${version}/schemas`)
    .replace("/crm/v4/associations/", `/crm/associations/${version}/`)
    .replace("/account-info/v3/", `/account-info/${version}/`);
}
