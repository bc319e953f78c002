import type { Condition } from "../../mapping/compiled-mapping.ts";
import { isClockName } from "../../mapping/clock-names.ts";
import { pathsOf } from "../../mapping/conditions.ts";
import type { SourceFile } from "../source-file.ts";
import { covers } from "./covers.ts";

/** A file whose condition is known. Null: it takes every call. */
export interface Reach {
  file: SourceFile;
  when: Condition | null;
  /** The same where two files' `call.weekday`, `call.time_of_day` and `call.working_time` are. */
  clock: string;
}

/** The first file that takes a call keeps it: one that comes after another with no condition, or a wider one, never gets any. In reading order. */
export function checkReach(files: Reach[]): void {
  for (const [index, { file, when, clock }] of files.entries()) {
    const mayCover = (one: Reach) => folderOf(one.file) === folderOf(file) && (one.clock === clock || !pathsOf(one.when).some(isClockName));
    const earlier = files.slice(0, index).find((one) => mayCover(one) && covers(one.when, when));
    if (earlier) file.reportAt(whenOf(file), when === null ? [] : ["when"], sentence(earlier, file, when));
  }
}

function folderOf({ path, name }: SourceFile): string {
  return path.slice(0, path.length - name.length);
}

function whenOf(file: SourceFile): number {
  return file.spot(["when"])?.key ?? 0;
}

function sentence(earlier: Reach, file: SourceFile, when: Condition | null): string {
  const { name } = earlier.file;
  const taken =
    earlier.when === null
      ? `${name} is read before it, has no \`when\`, and takes every call`
      : `${name} is read before it, and its \`when\` takes every call that ${when === null ? "there is" : "this one would"}`;
  return `This file never gets a call: ${taken}. Narrow the \`when\` of ${name}, or give it a name that comes after ${file.name} in the alphabet.`;
}
