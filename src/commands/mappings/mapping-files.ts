import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { compareNames } from "../../compiler/compile.ts";

/** Where the mappings are; tests point it elsewhere. */
export function mappingsDir(): string {
  return process.env["MAPPINGS_DIR"] ?? "mappings";
}

/** `*.yaml`, but neither the examples beside them nor subfolders. */
export function mappingPaths(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml") && !entry.name.endsWith(".examples.yaml"))
    .map((entry) => join(dir, entry.name))
    .toSorted(compareNames);
}

export function readMappingFiles(paths: string[]): { path: string; text: string }[] {
  return paths.map((path) => ({ path: shown(path), text: readFileSync(path, "utf8") }));
}

/** As one would type it: relative to here where that is shorter, and with `/` everywhere. */
function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return (near.startsWith("..") ? path : near).replaceAll("\\", "/");
}
