import type { CurrentRecord } from "../../hubspot/model/current-record.ts";
import { keptFingerprint } from "../../hubspot/model/fingerprint.ts";
import { formerIds } from "../../hubspot/records/read-records.ts";
import { type Written, readLastWrites } from "../../ledger/records/last-writes.ts";
import { foundRecord, ownWritesOf } from "../attempt/own-writes.ts";
import { type DraftLookup, type MatchDraft, lookupsOf } from "./match-draft.ts";

/** Adds what the ledger knows of each found record: what this call wrote itself, and what later calls wrote. */
export function addLedger(sql: SqlStorage, drafts: MatchDraft[]): void {
  const found = lookupsOf(drafts).flatMap((each) => {
    const record = foundRecord(each.draft, each.lookup.record);
    return record === null ? [] : [{ ...each, record, names: namesOf(each, record) }];
  });
  const lastWrites = readLastWrites(
    sql,
    found.flatMap(({ names }) => names),
  );
  for (const { draft, lookup, record, names } of found) {
    const written = names.map((name) => lastWrites.get(name) ?? {});
    record.ownWrites = ownWritesOf({ ...draft.attempt, ...draft }, lookup.record, record.properties);
    record.erased = draft.priorReceipts[lookup.record]?.erased ?? [];
    record.laterWrites = Object.assign({}, ...written.map((each) => laterWrites(draft, each)));
    record.edits = editsOfOthers(record, written);
  }
}

/** The names under which the ledger may know the record: by its own id, and by those that it had before it was merged. */
function namesOf({ draft, lookup: { object } }: DraftLookup, { id, properties }: CurrentRecord): string[] {
  const current = `${object}/${id}`;
  const moved = draft.corrections.flatMap((each) => (each.kind === "moved" && each.to === current ? [each.from] : []));
  return [...new Set([...moved, ...formerIds(properties).map((former) => `${object}/${former}`), current])];
}

/** What we wrote ourselves, for whichever call, is no edit. */
function editsOfOthers({ edits = {}, properties }: CurrentRecord, written: Written[]): NonNullable<CurrentRecord["edits"]> {
  const isOurs = (property: string) => written.some((each) => each[property]?.[2] === keptFingerprint(properties[property] ?? null));
  return Object.fromEntries(Object.entries(edits).filter(([property, { byPerson }]) => byPerson || !isOurs(property)));
}

/** The properties that calls which began later have written, each with that call. */
function laterWrites({ attempt: { claimed } }: MatchDraft, written: Written): Record<string, string> {
  const later = Object.entries(written).filter(([, [startedAt, call]]) => startedAt > claimed.startedAt && call !== claimed.call);
  return Object.fromEntries(later.map(([property, [, call]]) => [property, call]));
}
