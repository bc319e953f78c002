import type { AssociationType } from "./association-types.ts";
import type { ObjectType } from "../records/object-type.ts";
import type { PortalState } from "../portal-state.ts";
import { badRequest } from "../problem.ts";

interface Origin {
  state: PortalState;
  type: ObjectType;
}

/** One association that a create asks for, judged. */
interface Link {
  to: string;
  toId: string;
  type: AssociationType;
}

/** What the new record is associated with from its first moment. */
export function judgedLinks(writing: Origin, associations: unknown): Link[] {
  if (associations === undefined || associations === null) return [];
  if (!Array.isArray(associations)) throw badRequest("Invalid input JSON: `associations` must be a list");
  return associations.flatMap((one: { to?: { id?: unknown }; types?: unknown }) => {
    if (!Array.isArray(one?.types) || one.types.length === 0) throw badRequest("An association needs `types`");
    return one.types.map((type: Record<string, unknown>) => judgedLink(writing, String(one.to?.id ?? ""), type));
  });
}

function judgedLink({ state, type }: Origin, id: string, wanted: Record<string, unknown>): Link {
  const { associationCategory, associationTypeId } = wanted ?? {};
  for (const other of state.schema.types()) {
    const found = state.associations.types.find(type.name, other.name, associationCategory, associationTypeId);
    if (!found) continue;
    const target = state.store(other.name).live(id);
    if (!target)
      throw badRequest(`No ${other.singular} with id ${id} exists to associate this ${type.singular} with`, {
        context: { ids: [id] },
        subCategory: "crm.associations.INVALID_OBJECT_IDS",
      });
    return { to: other.name, toId: target.id, type: found };
  }
  throw badRequest(`${String(associationCategory)} association type ${String(associationTypeId)} does not start at ${type.singular}`, {
    subCategory: "crm.associations.INVALID_ASSOCIATION_TYPE",
  });
}
