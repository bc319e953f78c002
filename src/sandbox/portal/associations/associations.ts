import type { AssociationType, AssociationTypes } from "./association-types.ts";

export interface Association {
  to: string;
  types: AssociationType[];
  /** when it was made, for a search index that lags */
  at: number;
}

/** What is associated with what, kept in both directions. */
export class Associations {
  readonly types: AssociationTypes;
  readonly #from = new Map<string, Map<string, Map<string, Association>>>();

  constructor(types: AssociationTypes) {
    this.types = types;
  }

  add(from: string, fromId: string, to: string, toId: string, type: AssociationType, at: number): void {
    this.#addOneWay(from, fromId, to, toId, type, at);
    this.#addOneWay(to, toId, from, fromId, this.types.inverse(from, to, type), at);
  }

  #addOneWay(from: string, fromId: string, to: string, toId: string, type: AssociationType, at: number): void {
    const links = this.#links(from, fromId, to);
    const link = links.get(toId) ?? { to: toId, types: [], at };
    const known = link.types.some((one) => one.typeId === type.typeId && one.category === type.category);
    if (!known) link.types.push(type);
    links.set(toId, link);
  }

  #links(from: string, fromId: string, to: string): Map<string, Association> {
    const objects = this.#from.get(`${from}:${fromId}`) ?? new Map<string, Map<string, Association>>();
    const links = objects.get(to) ?? new Map<string, Association>();
    this.#from.set(`${from}:${fromId}`, objects.set(to, links));
    return links;
  }

  of(from: string, fromId: string, to: string): Association[] {
    return [...(this.#from.get(`${from}:${fromId}`)?.get(to)?.values() ?? [])];
  }

  remove(from: string, fromId: string, to: string, toId: string): void {
    this.#from.get(`${from}:${fromId}`)?.get(to)?.delete(toId);
    this.#from.get(`${to}:${toId}`)?.get(from)?.delete(fromId);
  }

  /** What was associated with `fromId` is associated with `survivorId` afterwards. */
  move(object: string, fromId: string, survivorId: string, at: number): void {
    for (const [to, links] of this.#from.get(`${object}:${fromId}`) ?? []) {
      for (const link of links.values()) {
        this.remove(object, fromId, to, link.to);
        for (const type of link.types) this.add(object, survivorId, to, link.to, type, at);
      }
    }
  }
}
