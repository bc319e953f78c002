import type { HubSpot } from "../../hubspot/http/client.ts";
import { isActivity } from "../../hubspot/model/objects.ts";
import { readByIds } from "../../hubspot/records/read-records.ts";
import type { Receipt } from "../../ledger/settle/receipt.ts";
import { stillHolds } from "./still-holds.ts";
import { type Created, type Stays, undoGuards } from "./undo-guard.ts";
import { isUndone } from "./undo.ts";

/** What an undo would do with one record of a call. */
export interface Foreseen {
  /** The record's name in the mapping. */
  record: string;
  /** It would be archived, or these properties set back. */
  does: "archive" | string[];
}

type Standing = Created & { record: string };

/**
 * What an undo of several calls would do as things stand in HubSpot now, call by call: by what an undo itself looks at, many records at once. Writes
 * nothing. Throws HubSpotFailure.
 */
export async function foreseeUndo(
  sql: SqlStorage,
  hubspot: HubSpot,
  calls: { call: string; receipts: Record<string, Receipt> }[],
): Promise<Foreseen[][]> {
  const standing = calls.flatMap(standingOf);
  const [made, changed] = [standing.filter(({ receipt }) => receipt.made), standing.filter(isChanged)];
  const foreseen = new Map<Standing, Foreseen["does"]>([
    ...(await archived(sql, hubspot, made, new Set(calls.map(({ call }) => call)))),
    ...(await setBack(hubspot, changed)),
  ]);
  return calls.map(({ call }) =>
    standing.flatMap((each) => {
      const does = each.call === call ? foreseen.get(each) : undefined;
      return does === undefined || does.length === 0 ? [] : [{ record: each.record, does }];
    }),
  );
}

function standingOf({ call, receipts }: { call: string; receipts: Record<string, Receipt> }): Standing[] {
  return Object.entries(receipts).flatMap(([record, receipt]) =>
    receipt.id === null || isUndone(receipt) ? [] : [{ call, record, receipt, id: receipt.id }],
  );
}

const isChanged = ({ receipt }: Standing): boolean => !receipt.made && !isActivity(receipt.object);
const nameOf = ({ receipt, id }: Standing): string => `${receipt.object}/${id}`;

/** Activities first, as an undo does it: a contact is not in the way of its note, nor a note that goes in the way of its contact. */
async function archived(sql: SqlStorage, hubspot: HubSpot, made: Standing[], calls: Set<string>): Promise<[Standing, "archive"][]> {
  const going: Standing[] = [];
  const byObject = Map.groupBy(made, ({ receipt }) => receipt.object);
  const activitiesFirst = [...byObject].toSorted(
    ([a], [b]) => Number(isActivity(b)) - Number(isActivity(a)) || Number(a === "contacts") - Number(b === "contacts"),
  );
  for (const [, some] of activitiesFirst) {
    const stays = await undoGuards(sql, hubspot, some, { calls, records: new Set(going.map(nameOf)) });
    going.push(...some.filter((each) => isFree(stays.get(each))));
  }
  return going.map((each) => [each, "archive"]);
}

const isFree = (stays: Stays | undefined): boolean => typeof stays === "object" && Object.keys(stays).length === 0;

/** The properties that still are what the calls wrote. */
async function setBack(hubspot: HubSpot, changed: Standing[]): Promise<[Standing, string[]][]> {
  const found = await Promise.all(
    [...Map.groupBy(changed, ({ receipt }) => receipt.object)].map(async ([object, some]): Promise<[Standing, string[]][]> => {
      const properties = some.flatMap(({ receipt }) => Object.keys(receipt.set ?? {}));
      const records = await readByIds(
        hubspot,
        object,
        some.map(({ id }) => id),
        properties,
      );
      return some.map((each) => {
        const record = records.get(each.id);
        const ours = Object.entries(each.receipt.set ?? {});
        return [
          each,
          record === undefined ? [] : ours.filter(([property, { to }]) => stillHolds(record, property, to)).map(([property]) => property),
        ];
      });
    }),
  );
  return found.flat();
}
