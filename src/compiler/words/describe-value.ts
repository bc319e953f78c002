/** What stands there, in words, for "found …". */
export function found(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "lines of `name: value`";
  if (typeof value === "string") return value.trim() === "" ? "a blank text" : `\`${shortened(value)}\``;
  return typeof value === "number" ? `the number ${value}` : `\`${String(value)}\``;
}

export function shortened(text: string): string {
  const line = text.trim().split("\n")[0]!;
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

export function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `a, b or c`, each as code. */
export function oneOf(words: readonly unknown[]): string {
  const all = words.map((word) => `\`${String(word)}\``);
  return all.length < 2 ? (all[0] ?? "") : `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`;
}
