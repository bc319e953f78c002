import { bodyProperty } from "../../hubspot/model/objects.ts";
import type { Receipt } from "../../ledger/settle/receipt.ts";
import { type StoredCall, readStoredCalls } from "../../ledger/views/stored-call.ts";
import type { Mapping } from "../../mapping/compiled-mapping.ts";
import type { PipelineContext } from "../../pipeline/attempt/context.ts";
import { openAll } from "../../pipeline/open-attempts.ts";
import { previewAttempts } from "../../pipeline/preview-attempts.ts";
import type { PlannedRecord } from "../../planner/types.ts";
import { type Look, lookInPortal } from "../preview/look-in-portal.ts";
import { planFromLedger } from "../preview/plan-from-ledger.ts";
import { type Foreseen, foreseeUndo } from "../undo/foresee-undo.ts";
import { isUndone } from "../undo/undo.ts";

/** In how many calls a property of a record would change. */
export interface PreviewedChange {
  record: string;
  property: string;
  calls: number;
}

/** What an action would do. Part of the public contract. */
export interface ActionPreview {
  /** All that match. */
  calls: number;
  changes: PreviewedChange[];
  /** Of how many of them `changes` tells: the newest. */
  changes_of: number;
  /** Whether HubSpot was asked what stands there now; else it is what the ledger knows. */
  looked_up: boolean;
}

export interface PreviewPorts {
  sql: SqlStorage;
  mappings: Mapping[];
  look: Look;
}

/** Said in the place of a property where the whole record would be archived. */
const WHOLE_RECORD = "(archived)";
/** Planning a call takes half a millisecond: this many are looked at, the newest. */
const MOST_PREVIEWED = 500;
/** In HubSpot these are looked up: some fifteen requests, while somebody waits for the page. */
const MOST_LOOKED_UP = 100;
/** Their bodies are in memory together. */
const MOST_BYTES = 16_000_000;
const CALLS_BETWEEN_BREATHS = 25;

/** What an action would change: as things stand in HubSpot; where it does not answer, by what the ledger knows. */
export async function previewAction(ports: PreviewPorts, verb: "replay" | "undo", calls: string[]): Promise<ActionPreview> {
  const ofCalls = verb === "replay" ? ofReplays : ofUndos;
  const looked = calls.length === 0 ? null : await lookInPortal(ports.look, (context) => ofCalls(ports, context, calls));
  const { changes, of } = looked ?? (await fromLedger(ports, verb, calls));
  return { calls: calls.length, changes: counted(changes), changes_of: of, looked_up: looked !== null };
}

type Pairs = [record: string, property: string][];

/** The changes of each of the newest calls, and how many those are. */
interface Looked {
  changes: Pairs[];
  of: number;
}

/** Throws HubSpotFailure. */
async function ofReplays({ sql }: PreviewPorts, context: PipelineContext, calls: string[]): Promise<Looked> {
  const newest = withinMemory(readStoredCalls(sql, calls.slice(0, MOST_LOOKED_UP)));
  const written = newest.filter(({ hasBody, status }) => hasBody && status !== "rejected");
  const opened = await openAll(
    context,
    written.map((each) => ({ ...each, intent: null })),
  );
  const { attempts } = await previewAttempts(context, opened.attempts);
  return { changes: attempts.map(({ mapping, planned }) => (mapping.shadow ? [] : changesOf(planned))), of: newest.length };
}

/** Throws HubSpotFailure. */
async function ofUndos({ sql }: PreviewPorts, { hubspot }: PipelineContext, calls: string[]): Promise<Looked> {
  const newest = readStoredCalls(sql, calls.slice(0, MOST_LOOKED_UP));
  const foreseen = await foreseeUndo(sql, hubspot, newest);
  const pairsOf = ({ record, does }: Foreseen): Pairs =>
    does === "archive" ? [[record, WHOLE_RECORD]] : does.map((property) => [record, property]);
  return { changes: foreseen.map((each) => each.flatMap(pairsOf)), of: newest.length };
}

function withinMemory(calls: StoredCall[]): StoredCall[] {
  let bytes = 0;
  return calls.filter(({ bytes: own }, index) => (bytes += own) <= MOST_BYTES || index === 0);
}

async function fromLedger({ sql, mappings }: PreviewPorts, verb: "replay" | "undo", calls: string[]): Promise<Looked> {
  const changes: Pairs[] = [];
  for (const [index, stored] of readStoredCalls(sql, calls.slice(0, MOST_PREVIEWED)).entries()) {
    if (index % CALLS_BETWEEN_BREATHS === CALLS_BETWEEN_BREATHS - 1) await scheduler.wait(0);
    changes.push(verb === "undo" ? ofUndo(stored.receipts) : changesOf(planFromLedger(sql, stored, mappings)));
  }
  return { changes, of: changes.length };
}

function counted(calls: Pairs[]): PreviewedChange[] {
  const counts = new Map<string, PreviewedChange>();
  for (const [record, property] of calls.flat()) {
    const key = `${record}\n${property}`;
    counts.set(key, { record, property, calls: (counts.get(key)?.calls ?? 0) + 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.calls - a.calls);
}

function ofUndo(receipts: Record<string, Receipt>): Pairs {
  return Object.entries(receipts).flatMap(([name, receipt]): Pairs => {
    if (isUndone(receipt)) return [];
    if (receipt.made) return [[name, WHOLE_RECORD]];
    return Object.keys(receipt.set ?? {}).map((property) => [name, property]);
  });
}

/** The properties that a plan writes; of an activity its body stands for all of it. */
function changesOf(planned: readonly PlannedRecord[]): Pairs {
  return planned
    .filter(({ action }) => action === "create" || action === "update")
    .flatMap(({ name, object, kind, decisions }): Pairs =>
      kind === "activity"
        ? [[name, bodyProperty(object)]]
        : decisions.filter(({ written }) => written).map(({ property }) => [name, property]),
    );
}
