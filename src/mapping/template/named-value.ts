import { type Context, Drop, Context as LiquidContext } from "liquidjs";
import { saysNothing } from "../../normalize/says-nothing.ts";
import { isEmpty, mayMeanNothing } from "../paths.ts";
import { type RenderSettings, renderingOf } from "./settings.ts";

/**
 * What a name gave, where more must be known of it than its text: it means "nothing", the portal has a label for it, it says
 * `false`, or it is the empty property that a counter begins with. Compares as the text, tests as what it means.
 */
export class NamedValue extends Drop {
  readonly value: unknown;
  readonly labels: string[];
  readonly isNothing: boolean;
  readonly isCounter: boolean;

  constructor(value: unknown, labels: string[], isNothing: boolean, isCounter: boolean) {
    super();
    this.value = value;
    this.labels = labels;
    this.isNothing = isNothing;
    this.isCounter = isCounter;
  }

  /** For liquidjs: what `if` tests. */
  override valueOf(): unknown {
    if (this.isNothing) return "";
    return String(this.value).trim().toLowerCase() === "false" ? false : this.value;
  }

  override liquidMethodMissing(key: string | number): unknown {
    return key === "size" && typeof this.value === "string" && !this.isNothing ? this.value.length : undefined;
  }
}

/** The value as filters and the text want it. */
export function plainValue(value: unknown): unknown {
  if (!(value instanceof NamedValue)) return value;
  return value.isNothing ? null : value.value;
}

/** The value as it came, to compare with: "none" is `none`. */
export function wordOf(value: unknown): unknown {
  return value instanceof NamedValue ? value.value : value;
}

export function nameValue(path: string, value: unknown, settings: RenderSettings): unknown {
  if (typeof value === "object" && value !== null) return value;
  if (typeof value === "boolean" || typeof value === "number") return value;
  const isNothing =
    isEmpty(value) || (typeof value === "string" && mayMeanNothing(path) && saysNothing(value) && !settings.isWord?.(value));
  const isCounter = isNothing && (settings.isCounter?.(path) ?? false);
  const labels = isNothing ? [] : (settings.labelsOf?.(path, value) ?? []);
  const isWorthIt = (isNothing && !isEmpty(value)) || isCounter || labels.length > 0 || /^\s{0,9}false\s{0,9}$/i.test(value as string);
  return isWorthIt ? new NamedValue(value, labels, isNothing, isCounter) : value;
}

/** What liquidjs keeps to itself in its types. */
interface Within {
  scopes: object[];
  findScope(name: unknown): unknown;
}

/**
 * Reads names as what they mean; what a template assigned itself is taken as it is. At once, and not step by step as liquidjs
 * does for names that have to be waited for: a call's are all there, and a template reads dozens.
 */
export class NamesContext extends LiquidContext {
  override _get(paths: Parameters<Context["_get"]>[0]): IterableIterator<unknown> {
    return this.read(paths, paths.map(String).join(".")) as IterableIterator<unknown>;
  }

  /** `path`: the same names, joined by dots. */
  read(names: Parameters<Context["_get"]>[0], path: string): unknown {
    const { scopes } = this as unknown as Within;
    const scope = (this as unknown as Within).findScope(names[0]);
    let value = scope;
    for (const name of names) value = this.readProperty(value as Parameters<Context["readProperty"]>[0], name);
    return scopes.includes(scope as object) ? value : nameValue(path, value, renderingOf(this));
  }
}
