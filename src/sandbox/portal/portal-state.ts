import { AssociationTypes } from "./associations/association-types.ts";
import { Associations } from "./associations/associations.ts";
import type { Settings } from "./options.ts";
import { type Random, createRandom } from "./random.ts";
import { RecordStore } from "./records/record-store.ts";
import { Schema } from "./schema/schema.ts";
import { SearchIndex } from "./search/search-index.ts";

/** Everything the portal holds. */
export interface PortalState {
  readonly settings: Settings;
  readonly schema: Schema;
  readonly associations: Associations;
  readonly index: SearchIndex;
  readonly random: Random;
  store(object: string): RecordStore;
  nextId(): string;
  now(): number;
}

export function createState(settings: Settings): PortalState {
  const schema = new Schema(settings.now);
  const stores = new Map<string, RecordStore>();
  const random = createRandom(settings.seed);
  let id = settings.firstId - 1;
  const store = (object: string) => {
    const found = stores.get(object) ?? new RecordStore(() => schema.uniqueProperties(object));
    stores.set(object, found);
    return found;
  };
  return {
    settings,
    schema,
    associations: new Associations(new AssociationTypes()),
    index: new SearchIndex(settings.indexLagMs),
    random,
    store,
    nextId: () => String((id += 1)),
    now: settings.now,
  };
}
