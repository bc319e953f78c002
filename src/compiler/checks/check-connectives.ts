import { readingsIn } from "../references.ts";
import type { SourceFile } from "../source-file.ts";

const CONNECTIVES = new Map(
  Object.entries({
    and: "All lines of a condition must hold: write them below each other, without `and`.",
    all: "All lines of a condition must hold: write them below each other, without `all`.",
    or: "Did you mean `any`? It takes a list of which one is enough.",
    none: "Did you mean `not`?",
  }),
);

/** Words of other languages of conditions. Looked for first: what stands below them would only be misread as a test. */
export function checkConnectives(file: SourceFile): void {
  for (const { path, text, key } of readingsIn(file.data)) {
    const advice = key ? CONNECTIVES.get(text.toLowerCase()) : undefined;
    if (!advice) continue;
    file.report(path, `\`${text}\` is not a name that a call has. ${advice}`, "key");
    file.silence(path);
  }
}
