import { posix } from "node:path";
import { OBJECT_OF_NAME } from "../../hubspot/model/objects.ts";
import { found, isGroup } from "../words/describe-value.ts";
import { nearest } from "../words/did-you-mean.ts";
import type { Path, SourceFile } from "../source-file.ts";
import { parseYaml } from "../yaml/parse-yaml.ts";
import { type Layers, layOver } from "./merge-parts.ts";

/** The files beside the mappings, as `use:` names them; paths as the mappings' own. */
export interface PartFiles {
  /** Null: there is no such file. */
  read(path: string): string | null;
  /** The .yaml files in the folders below this one, for "Did you mean …?". */
  below(folder: string): string[];
}

export const NO_PARTS: PartFiles = { read: () => null, below: () => [] };

/** Puts the parts that a mapping uses into it, as if they were written there; its own words win, key by key. Every part of it knows where it stands. */
export function useParts(file: SourceFile, files: PartFiles): void {
  if (!isGroup(file.data) || file.data["use"] === undefined) return;
  const before = file.problems.length;
  const parts = namedParts(file, file.data["use"]).flatMap(({ name, path }) => readPart(file, name, path, files) ?? []);
  // What seems to be missing from the records may stand in the part that cannot be read.
  if (file.problems.length > before || parts.length === 0) file.silence(["records"]);
  if (parts.length === 0) return;
  const layers: Layers = { data: {}, spots: [] };
  for (const part of [...parts, file]) layOver(layers, part);
  file.replace(layers.data, layers.spots);
}

interface Named {
  name: string;
  path: Path;
}

function namedParts(file: SourceFile, use: unknown): Named[] {
  const names = Array.isArray(use) ? use : [use];
  const seen = new Set<string>();
  return names.flatMap((name, index): Named[] => {
    const path = Array.isArray(use) ? ["use", index] : ["use"];
    // What is no text the shape check says.
    if (typeof name !== "string") return [];
    const wrong = nameProblem(name) ?? (seen.has(name) ? `\`${name}\` is named twice. Remove one of them.` : null);
    seen.add(name);
    if (wrong !== null) file.report(path, wrong);
    return wrong === null ? [{ name: posix.normalize(name), path }] : [];
  });
}

function nameProblem(name: string): string | null {
  if (name.includes("\\")) return `A part's path is written with \`/\`: \`${name.replaceAll("\\", "/")}\`.`;
  if (posix.isAbsolute(name) || /^[a-z]+:/i.test(name))
    return `A part is named from this file's folder, such as \`parts/contact.yaml\`; found ${found(name)}.`;
  if (!/\.ya?ml$/.test(name)) return `A part is a file that ends in \`.yaml\`; found ${found(name)}. Did you mean \`${name}.yaml\`?`;
  if (!posix.normalize(name).includes("/"))
    return `\`${name}\` stands beside the mappings, so it is read as a mapping of its own. Move it into a folder, and write \`parts/${name}\`.`;
  return null;
}

/** Null: it is not there, or nothing can be read of it. */
function readPart(file: SourceFile, name: string, path: Path, files: PartFiles): SourceFile | null {
  const folder = posix.dirname(file.path);
  const text = files.read(posix.join(folder, name));
  if (text === null) {
    file.report(path, missing(name, folder, files));
    return null;
  }
  const part = file.append(name, path, text, parseYaml);
  for (const problem of part.problems) file.reportInPart(path, name, problem);
  if (part.problems.length > 0) return null;
  return checkWords(file, part) ? part : null;
}

function missing(name: string, folder: string, files: PartFiles): string {
  const there = files.below(folder).map((one) => posix.relative(folder, one));
  const near = nearest(name, there) ?? there.find((one) => posix.basename(one) === posix.basename(name));
  const guess = near ? ` Did you mean \`${near}\`?` : " It is looked for from this file's folder.";
  return `There is no file ${posix.join(folder, name)}.${guess}`;
}

/** What only a mapping itself can say. */
const NOT_OF_A_PART: Record<string, string> = {
  use: "A part uses no other part. Name that one in the mapping's own `use:`.",
  name: "Each mapping has a name of its own: write `name:` there, and remove it here.",
  when: "Which calls a file takes stands in the mapping itself: write `when:` there, and remove it here.",
  shadow: "Whether a file writes stands in the mapping itself: write `shadow:` there, and remove it here.",
};

/** Whether a part says what a part may say. */
function checkWords(file: SourceFile, part: SourceFile): boolean {
  const { data } = part;
  if (!isGroup(data)) return false;
  const words = Object.keys(data);
  for (const word of words) if (NOT_OF_A_PART[word]) file.reportAt(part.spot([word])?.key ?? 0, [word], NOT_OF_A_PART[word]);
  const bare = words.find((word) => Object.hasOwn(OBJECT_OF_NAME, word));
  if (bare !== undefined)
    file.reportAt(
      part.spot([bare])?.key ?? 0,
      [bare],
      `A part is written as a mapping is: begin it with \`records:\`, and put \`${bare}:\` and what belongs to it two spaces deeper below that.`,
    );
  return bare === undefined && !words.some((word) => NOT_OF_A_PART[word]);
}
