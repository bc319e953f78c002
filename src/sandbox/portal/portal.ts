import { archiveRecord } from "./records/changes.ts";
import { addControlRoutes } from "./control.ts";
import { type Faults, noFaults } from "./limits/faults.ts";
import type { Gate } from "./limits/gate.ts";
import { type Limits, RateLimiter } from "./limits/limits.ts";
import { mergeRecords } from "./records/merges.ts";
import type { CustomObject } from "./records/object-type.ts";
import { type PortalOptions, type Settings, settingsFrom } from "./options.ts";
import type { Owner } from "./schema/owners.ts";
import { addPages } from "./pages/routes.ts";
import { type AddOptions, type EditOptions, addAsPerson, associateByDefault, editAsPerson, liveOrThrow } from "./people.ts";
import type { Pipeline, PipelineInput } from "./schema/pipelines.ts";
import { type PortalApp, createApp } from "./portal-app.ts";
import { createApi, serveRequest } from "./portal-server.ts";
import { type PortalState, createState } from "./portal-state.ts";
import type { PropertyDefinition, PropertyInput } from "./schema/property-definition.ts";
import { newestFirst } from "./records/record-json.ts";
import type { LoggedRequest } from "./limits/request-log.ts";
import { type Snapshot, snapshot, timeOf } from "./snapshot.ts";
import type { HistoryEntry } from "./records/stored-record.ts";

export type { PortalOptions };

type Given = Readonly<Record<string, string | number | boolean>>;
interface Parts {
  state: PortalState;
  gate: Gate;
  pages: PortalApp;
}

/** A HubSpot portal that holds its own records. Ask it what it holds. */
export class Portal {
  readonly #settings: Settings;
  #parts: Parts;

  constructor(options: PortalOptions = {}) {
    this.#settings = settingsFrom(options);
    this.#parts = this.#build();
  }

  #build(): Parts {
    const state = createState(this.#settings);
    const tokens = new Set(this.#settings.tokens);
    const gate: Gate = {
      app: createApi(state),
      state,
      faults: noFaults(),
      limiter: new RateLimiter({}),
      tokens,
      missingScopes: new Set(),
      requests: [],
    };
    const pages = createApp();
    addControlRoutes(pages, this);
    addPages(pages, state);
    return { state, gate, pages };
  }

  /** Answers like HubSpot. Rejects where the connection is lost. */
  readonly fetch = (request: Request): Promise<Response> => serveRequest(this.#parts.gate, this.#parts.pages, request);

  /** Everything as it was when the portal was created. */
  reset(): void {
    this.#parts = this.#build();
  }

  // What it holds

  contacts(): Snapshot[] {
    return this.all("contacts");
  }

  /** Neither archived nor merged away, oldest first. */
  all(object: string): Snapshot[] {
    const { state } = this.#parts;
    return state.store(state.schema.type(object).name).all().map(snapshot);
  }

  /** How many there are: cheap, where somebody asks again and again. */
  count(object: string): number {
    const { state } = this.#parts;
    return state.store(state.schema.type(object).name).all().length;
  }

  /** Follows merges; undefined where archived or unknown. */
  get(object: string, id: string): Snapshot | undefined {
    const { state } = this.#parts;
    const record = state.store(state.schema.type(object).name).live(id);
    return record && snapshot(record);
  }

  /** In order of id. */
  associated(object: string, id: string, toObject: string): Snapshot[] {
    const { state } = this.#parts;
    const [from, to] = [state.schema.type(object).name, state.schema.type(toObject).name];
    const record = state.store(from).live(id);
    const links = record ? state.associations.of(from, record.id, to) : [];
    return links.flatMap((link) => this.get(to, link.to) ?? []).sort((a, b) => Number(a.id) - Number(b.id));
  }

  /** How one record is associated with another, in the labels of that direction; an unlabelled association is null. */
  associationLabels(object: string, id: string, toObject: string, toId: string): (string | null)[] {
    const { state } = this.#parts;
    const links = state.associations.of(state.schema.type(object).name, id, state.schema.type(toObject).name);
    return links.filter(({ to }) => to === toId).flatMap(({ types }) => types.map(({ label }) => label));
  }

  /** In order of their time, oldest first. */
  notesOf(contactId: string): Snapshot[] {
    return this.associated("contacts", contactId, "notes").sort((a, b) => timeOf(a) - timeOf(b));
  }

  dealsOf(contactId: string): Snapshot[] {
    return this.associated("contacts", contactId, "deals");
  }

  /** Newest first. */
  history(object: string, id: string, property: string): HistoryEntry[] {
    const { state } = this.#parts;
    return newestFirst(liveOrThrow(state, state.schema.type(object).name, id).history[property] ?? []);
  }

  // What people and other apps do

  /** Adds a record as a person would; returns its id. */
  add(object: string, properties: Given, options: AddOptions = {}): string {
    const { state } = this.#parts;
    return addAsPerson(state, state.schema.type(object), properties, options).id;
  }

  edit(object: string, id: string, properties: Given, options: EditOptions = {}): void {
    const { state } = this.#parts;
    editAsPerson(state, state.schema.type(object), id, properties, options);
  }

  associate(object: string, id: string, toObject: string, toId: string): void {
    const { state } = this.#parts;
    associateByDefault(state, liveOrThrow(state, state.schema.type(object).name, id), toObject, toId);
  }

  /** Returns the survivor's id, which is new; both old ids read as the survivor. */
  merge(object: string, primaryId: string, secondaryId: string): string {
    const { state } = this.#parts;
    return mergeRecords(state, state.schema.type(object), primaryId, secondaryId).id;
  }

  archive(object: string, id: string): void {
    const { state } = this.#parts;
    archiveRecord(state, liveOrThrow(state, state.schema.type(object).name, id));
  }

  // What an admin sets up

  defineProperty(object: string, property: PropertyInput): PropertyDefinition {
    return this.#parts.state.schema.defineProperty(object, property);
  }

  removeProperty(object: string, name: string): void {
    const { schema } = this.#parts.state;
    schema.archiveProperty(schema.type(object).name, name);
  }

  /** Adds, or replaces the one of that id; `metadata` takes strings. */
  definePipeline(object: string, pipeline: PipelineInput): Pipeline {
    return this.#parts.state.schema.definePipeline(object, pipeline);
  }

  removePipeline(object: string, id: string): void {
    this.#parts.state.schema.removePipeline(object, id);
  }

  /** A custom object that can be associated with every other. */
  defineObject(custom: CustomObject, properties: readonly PropertyInput[] = []): void {
    const { schema, associations } = this.#parts.state;
    const others = schema.types();
    associations.types.addCustomObject(schema.defineObject(custom, properties), others);
  }

  defineOwner(owner: Partial<Owner> & { id: string; email: string }): void {
    const { owners } = this.#parts.state.schema;
    owners.push({ userId: Number(owner.id), firstName: "", lastName: "", ...owner });
  }

  /** Who has left: no record may be given to them any more, and those that are theirs stay so. */
  removeOwner(id: string): void {
    const { owners } = this.#parts.state.schema;
    owners.splice(0, owners.length, ...owners.filter((owner) => owner.id !== id));
  }

  /** `inverse`: of a paired label, what it reads from the other end. */
  defineAssociationLabel(from: string, to: string, label: string, inverse = label): { there: number; back: number } {
    const { schema, associations } = this.#parts.state;
    return associations.types.addLabel(schema.type(from).name, schema.type(to).name, label, inverse);
  }

  /** Enforced for `2026-09` and later only. */
  requireInStage(stageId: string, properties: readonly string[]): void {
    this.#parts.state.schema.requireInStage(stageId, properties);
  }

  /** Enforced for `2026-09` and later only. */
  requireOnCreate(object: string, properties: readonly string[]): void {
    this.#parts.state.schema.requireOnCreate(object, properties);
  }

  /** Told by `property-validations`; not enforced. */
  defineValidation(object: string, propertyName: string, ruleType: string, ...ruleArguments: string[]): void {
    const { schema } = this.#parts.state;
    const { name } = schema.type(object);
    schema.validations.set(name, [
      ...(schema.validations.get(name) ?? []),
      { propertyName, propertyValidationRules: [{ ruleType, ruleArguments }] },
    ]);
  }

  /** What the portal tells of the key's scopes; null: it does not tell. What the key may do is `missingScopes`. */
  set keyScopes(scopes: string[] | null) {
    this.#parts.state.schema.keyScopes = scopes;
  }

  // Trouble

  /** Change it in place: `portal.faults.down = "503"`. */
  get faults(): Faults {
    return this.#parts.gate.faults;
  }

  get limits(): Limits {
    return this.#parts.gate.limiter.limits;
  }

  set limits(limits: Limits) {
    this.#parts.gate.limiter.limits = limits;
  }

  /** As which country's numbers without a country code are read from now on: those that stand there keep what was made of them. */
  set phonesReadAs(country: string) {
    this.#parts.state.settings.phonesReadAs = country;
  }

  /** How far search lags behind, from the next change on. */
  get indexLagMs(): number {
    return this.#parts.state.index.lagMs;
  }

  set indexLagMs(lagMs: number) {
    this.#parts.state.index.lagMs = lagMs;
  }

  /** Scopes that the key lacks. */
  get missingScopes(): Set<string> {
    return this.#parts.gate.missingScopes;
  }

  /** Keys that are accepted; any, when empty. */
  get tokens(): Set<string> {
    return this.#parts.gate.tokens;
  }

  get requests(): LoggedRequest[] {
    return this.#parts.gate.requests;
  }
}

export function createPortal(options: PortalOptions = {}): Portal {
  return new Portal(options);
}
