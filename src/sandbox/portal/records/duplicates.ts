import type { Snapshot } from "../snapshot.ts";

interface Duplicates {
  total: number;
  distinct: number;
  /** those without what they are grouped by */
  unmarked: number;
  /** what is there more than once, with its records' ids */
  duplicated: Record<string, string[]>;
}

/** Notes that carry the same mark in their text. */
export function duplicateMarks(notes: readonly Snapshot[], mark: RegExp): Duplicates {
  return grouped(notes, ({ properties }) => {
    const found = mark.exec(properties["hs_note_body"] ?? "");
    return found?.[1] ?? found?.[0];
  });
}

/** Contacts with the same phone number, as HubSpot calculated it. */
export function duplicateContacts(contacts: readonly Snapshot[]): Duplicates {
  return grouped(contacts, ({ properties }) => properties["hs_calculated_phone_number"] ?? properties["hs_calculated_mobile_number"]);
}

function grouped(records: readonly Snapshot[], key: (record: Snapshot) => string | undefined): Duplicates {
  const groups = new Map<string, string[]>();
  let unmarked = 0;
  for (const record of records) {
    const name = key(record);
    if (name === undefined) unmarked += 1;
    else groups.set(name, [...(groups.get(name) ?? []), record.id]);
  }
  const duplicated = [...groups].filter(([, ids]) => ids.length > 1);
  return { total: records.length, distinct: groups.size, unmarked, duplicated: Object.fromEntries(duplicated) };
}
