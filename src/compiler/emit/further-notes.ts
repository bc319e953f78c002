import type { RecordRule } from "../../mapping/compiled-mapping.ts";

/** A conversation of two hours: what is longer still is shortened in the last of them, and says so. */
const MOST_PARTS = 8;

/** The notes in which an activity with `if_too_long: second_note` may go on: as few of them are written as it takes. */
export function withFurtherNotes(rule: RecordRule): RecordRule[] {
  if (rule.kind !== "activity" || rule.ifTooLong === undefined) return [rule];
  const { labels, on, time, rollUp, at } = rule;
  const further = Array.from({ length: MOST_PARTS - 1 }, (_, index): RecordRule => {
    const part = index + 2;
    const own = { name: furtherNoteName(rule.name, part), object: "notes", at, when: null, set: [], body: null, owner: null } as const;
    return {
      kind: "activity",
      ...own,
      on,
      time,
      rollUp,
      ...(labels && rule.object === "notes" && { labels }),
      set: [],
      continues: { record: rule.name, part },
    };
  });
  return [rule, ...further];
}

export function furtherNoteName(record: string, part: number): string {
  return `${record}_part_${part}`;
}
