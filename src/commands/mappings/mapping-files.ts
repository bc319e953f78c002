import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { compareNames } from "../../compiler/compile.ts";
import type { PartFiles } from "../../compiler/parts/use-parts.ts";

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

/** The files that mappings use (`use:`), as they stand on the disk. */
export const PARTS: PartFiles = {
  read: (path) => (existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8") : null),
  below: (folder) =>
    existsSync(folder)
      ? (readdirSync(folder, { recursive: true }) as string[])
          .map((path) => path.replaceAll("\\", "/"))
          .filter((path) => path.includes("/") && /\.ya?ml$/.test(path) && !path.endsWith(".examples.yaml"))
          .map((path) => `${folder}/${path}`)
      : [],
};
