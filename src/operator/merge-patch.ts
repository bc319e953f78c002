type Json = unknown;

/** Of what an operator sends: a correction is a few fields. */
const DEEPEST_LEVEL = 50;

/** Whether a correction is nested no deeper than can be followed. */
export function isShallow(patch: Json, levels = DEEPEST_LEVEL): boolean {
  if (!isObject(patch)) return true;
  return levels > 0 && Object.values(patch).every((value) => isShallow(value, levels - 1));
}

/** JSON merge patch (RFC 7396): what the patch names is replaced, null takes a field out, objects are merged, all else stays. */
export function mergePatch(target: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  // Not an assignment: `__proto__` is a name like any other.
  return Object.fromEntries(merged);
}

export function isObject(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
