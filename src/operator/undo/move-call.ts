import { isActivity } from "../../hubspot/model/objects.ts";
import { removeAssociations } from "../../hubspot/records/remove-associations.ts";
import { type Pair, setAssociations } from "../../hubspot/records/set-associations.ts";
import { HubSpotFailure } from "../../hubspot/http/failure.ts";
import { reopen } from "../../ledger/queue.ts";
import type { Receipt } from "../../ledger/settle/receipt.ts";
import { type Moved, type UndoWork, isStillAsked, keepMoved } from "../../ledger/asked/undo-queue.ts";
import type { Verb } from "../../ledger/settle/verb.ts";
import type { UndoContext } from "./undo.ts";
import { undoRecord } from "./undo-record.ts";

type Move = UndoWork & { verb: Extract<Verb, { do: "move" }> };
type Standing = Receipt & { id: string };

/**
 * Moves what a call wrote to the contact that it belongs to. What the call made (its note, its deal) is associated with that contact instead of the
 * wrong one; what it changed on the wrong contact, and on what it only reached through it, is taken back. Then the call is written again: it
 * finds the right contact. What is begun is brought to its end whatever is asked for meanwhile: half of it on each contact would help nobody.
 * Throws HubSpotFailure; to begin again is harmless.
 */
export async function moveCall({ sql, hubspot, now }: UndoContext, work: Move): Promise<void> {
  const { call, verb } = work;
  const standing = Object.entries(work.records).filter((entry): entry is [string, Standing] => entry[1].id !== null && !entry[1].undone);
  const isWrong = ([name, { made, object }]: [string, Standing]) =>
    name === verb.record || (verb.along.includes(name) && !made && !isActivity(object));
  const wrong = standing.filter(isWrong);
  const wrongEnds = wrong.map(([, { object, id }]) => ({ object, id }));
  const moved: Moved = {};
  for (const [name, receipt] of standing.filter((entry) => !isWrong(entry))) {
    const ends = endsToLeave(receipt, wrongEnds);
    if (ends.length === 0) continue;
    moved[name] = await reassociate({ hubspot }, receipt, ends, verb.contact);
  }
  for (const [name, receipt] of wrong.toReversed()) {
    const undone = await undoRecord(sql, hubspot, { call, receipt: { ...receipt }, id: receipt.id });
    moved[name] = { record: nameOf({ object: receipt.object, id: receipt.id }), ...undone };
  }
  keepMoved(sql, call, moved, now());
  if (isStillAsked(sql, work)) reopen(sql, call, now());
}

interface End {
  object: string;
  id: string;
}

/** Of the wrong records, those that this one is associated with. A shared activity does not say, and always stands on the contact. */
function endsToLeave({ object, on }: Standing, wrong: End[]): End[] {
  const said = on ?? [];
  return wrong.filter((end) => said.includes(nameOf(end)) || (said.length === 0 && isActivity(object) && end.object === "contacts"));
}

const nameOf = ({ object, id }: End): string => `${object}/${id}`;

/** Returns what it is associated with now. The new association comes first: cut off in between, it stands on both, never on none. */
async function reassociate(
  { hubspot }: Pick<UndoContext, "hubspot">,
  { object, id, on = [] }: Standing,
  ends: End[],
  contact: string,
): Promise<string[]> {
  const from = { object, id };
  const pair: Pair = { from, to: { object: "contacts", id: contact } };
  const failure = (await setAssociations(hubspot, [pair])).get(pair);
  if (failure !== undefined && failure.reason !== "gone") throw new HubSpotFailure(failure);
  await removeAssociations(
    hubspot,
    ends.filter((end) => nameOf(end) !== nameOf(pair.to)).map((to) => ({ from, to })),
  );
  return [...new Set([...on.filter((name) => !ends.some((end) => nameOf(end) === name)), nameOf(pair.to)])];
}
