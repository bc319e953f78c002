type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/**
 * The JSON merge patch (RFC 7396) that makes `to` of `from`: what a person changed in a body, and nothing else. A null within `to` is the
 * same as nothing there, for a patch cannot say it.
 */
export function patchBetween(from: Json, to: Json): Json {
  if (!isObject(from) || !isObject(to)) return to;
  const removed = Object.keys(from).filter((name) => !Object.hasOwn(to, name));
  const changed = Object.entries(to).filter(([name, value]) => !Object.hasOwn(from, name) || !isSame(from[name] as Json, value));
  return Object.fromEntries([
    ...removed.map((name) => [name, null]),
    ...changed.map(([name, value]) => [name, Object.hasOwn(from, name) ? patchBetween(from[name] as Json, value) : value]),
  ]);
}

function isObject(value: Json): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The order of names says nothing. */
function isSame(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, index) => isSame(one, b[index] as Json));
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(a[name] as Json, b[name] as Json))
  );
}
