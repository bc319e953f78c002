import { type Pair, pairOf } from "./association-reads.ts";
import type { AssociationType } from "./association-types.ts";
import { batchBody } from "../records/batch.ts";
import { type PortalContext, bodyObject, inputsOf } from "../portal-app.ts";
import type { PortalState } from "../portal-state.ts";
import { badRequest, notFound } from "../problem.ts";

const MOST_WRITTEN = 2_000;

/** All or nothing, as without trace ids everywhere else. */
export function createAssociations(state: PortalState, context: PortalContext): Response {
  const pair = pairOf(state, context);
  const commits = inputsOf(bodyObject(context), MOST_WRITTEN).map((input) => {
    const [fromId, toId] = [idIn(input["from"]), idIn(input["to"])];
    const types = judgedTypes(state, pair, input["types"]);
    const ends = endsOf(state, pair, fromId, toId);
    return () => {
      for (const type of types) link(state, pair, ends, type);
      return {
        fromObjectTypeId: pair.from.typeId,
        fromObjectId: ends.from,
        toObjectTypeId: pair.to.typeId,
        toObjectId: ends.to,
        labels: types.flatMap((type) => type.label ?? []),
      };
    };
  });
  return context.json(
    batchBody(
      state,
      commits.map((commit) => commit()),
      [],
    ),
    201,
  );
}

function judgedTypes(state: PortalState, { from, to }: Pair, types: unknown): AssociationType[] {
  if (!Array.isArray(types) || types.length === 0) throw badRequest("An association needs `types`");
  return types.map((wanted: Record<string, unknown>) => {
    const found = state.associations.types.find(from.name, to.name, wanted["associationCategory"], wanted["associationTypeId"]);
    if (found) return found;
    throw badRequest(
      `${String(wanted["associationCategory"])} association type ${String(wanted["associationTypeId"])} does not lead from ${from.singular} to ${to.singular}`,
    );
  });
}

export function associateAllByDefault(state: PortalState, context: PortalContext): Response {
  const pair = pairOf(state, context);
  const inputs = inputsOf(bodyObject(context), MOST_WRITTEN);
  return context.json(
    batchBody(
      state,
      inputs.map((input) => associateOneByDefault(state, pair, idIn(input["from"]), idIn(input["to"]))),
      [],
    ),
  );
}

export function associateOneByDefault(state: PortalState, pair: Pair, fromId: string, toId: string): Record<string, unknown> {
  const [type] = state.associations.types.between(pair.from.name, pair.to.name);
  if (!type) throw badRequest(`No association is defined from ${pair.from.singular} to ${pair.to.singular}`);
  const ends = endsOf(state, pair, fromId, toId);
  link(state, pair, ends, type);
  return {
    from: { id: ends.from },
    to: { id: ends.to },
    associationSpec: { associationCategory: type.category, associationTypeId: type.typeId },
  };
}

export function archiveAssociations(state: PortalState, context: PortalContext): Response {
  const { from, to } = pairOf(state, context);
  for (const input of inputsOf(bodyObject(context), MOST_WRITTEN)) {
    const targets = Array.isArray(input["to"]) ? input["to"] : [input["to"]];
    for (const target of targets) state.associations.remove(from.name, idIn(input["from"]), to.name, idIn(target));
  }
  return context.body(null, 204);
}

function idIn(end: unknown): string {
  return String((end as { id?: unknown } | undefined)?.id ?? "");
}

function endsOf(state: PortalState, { from, to }: Pair, fromId: string, toId: string): { from: string; to: string } {
  const [start, end] = [state.store(from.name).live(fromId), state.store(to.name).live(toId)];
  if (!start || !end)
    throw notFound(`No ${start ? to.singular : from.singular} with id ${start ? toId : fromId}`, {
      context: { ids: [start ? toId : fromId] },
    });
  return { from: start.id, to: end.id };
}

function link(state: PortalState, { from, to }: Pair, ends: { from: string; to: string }, type: AssociationType): void {
  state.associations.add(from.name, ends.from, to.name, ends.to, type, state.now());
}
