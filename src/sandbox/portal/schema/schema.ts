import { type Clock, instant } from "../clock.ts";
import { STANDARD_PIPELINES } from "./defaults/standard-pipelines.ts";
import { standardProperties } from "./defaults/standard-properties.ts";
import { type CustomObject, type ObjectType, STANDARD_OBJECT_TYPES, customObjectType, namesOf } from "../records/object-type.ts";
import { type Owner, STANDARD_OWNERS } from "./owners.ts";
import { type Pipeline, type PipelineInput, definedPipeline } from "./pipelines.ts";
import { badRequest } from "../problem.ts";
import { type PropertyDefinition, type PropertyInput, definedProperty } from "./property-definition.ts";

/** What an admin sets up: kinds of records, their properties, pipelines, owners, and what a write must bring. */
export class Schema {
  readonly owners: Owner[] = [...STANDARD_OWNERS];
  readonly groups = new Map<string, { name: string; label: string }[]>();
  readonly #types = new Map<string, ObjectType>();
  readonly #properties = new Map<string, Map<string, PropertyDefinition>>();
  readonly #pipelines = new Map<string, Pipeline[]>();
  readonly #requiredInStage = new Map<string, string[]>();
  readonly #requiredOnCreate = new Map<string, string[]>();
  readonly #unique = new Map<string, string[]>();
  /** By object: what it refuses besides. */
  readonly validations = new Map<
    string,
    { propertyName: string; propertyValidationRules: { ruleType: string; ruleArguments: string[] }[] }[]
  >();
  /** What the key may do, as the portal tells it; null: it does not tell. */
  keyScopes: string[] | null = null;
  readonly #now: Clock;
  #customObjects = 0;
  #pipelineIds = 990_000_000;

  constructor(now: Clock) {
    this.#now = now;
    for (const type of STANDARD_OBJECT_TYPES) this.#addType(type);
    for (const [object, pipelines] of Object.entries(STANDARD_PIPELINES)) {
      for (const pipeline of pipelines) this.definePipeline(object, pipeline);
    }
  }

  /** By plural, singular or type id; HubSpot refuses what it cannot infer. */
  type(name: string): ObjectType {
    const type = this.#types.get(name.toLowerCase());
    if (!type) throw badRequest(`Unable to infer object type from: ${name}`);
    return type;
  }

  types(): ObjectType[] {
    return [...new Set(this.#types.values())];
  }

  defineObject(custom: CustomObject, properties: readonly PropertyInput[]): ObjectType {
    const type = customObjectType(custom, 40_000_001 + this.#customObjects++);
    this.#addType(type);
    for (const property of properties) this.defineProperty(type.name, property);
    return type;
  }

  #addType(type: ObjectType): void {
    for (const name of namesOf(type)) this.#types.set(name.toLowerCase(), type);
    this.#properties.set(type.name, new Map());
    this.groups.set(type.name, [{ name: groupOf(type), label: `${type.singular} information` }]);
    for (const property of standardProperties(type.name)) this.defineProperty(type.name, property);
  }

  property(object: string, name: string): PropertyDefinition | undefined {
    const property = this.#properties.get(object)?.get(name);
    return property?.archived ? undefined : property;
  }

  archivedProperty(object: string, name: string): PropertyDefinition | undefined {
    const property = this.#properties.get(object)?.get(name);
    return property?.archived ? property : undefined;
  }

  properties(object: string): PropertyDefinition[] {
    return [...(this.#properties.get(object)?.values() ?? [])].filter((property) => !property.archived);
  }

  /** Adds a property, or replaces one of that name. */
  defineProperty(object: string, input: PropertyInput): PropertyDefinition {
    const type = this.type(object);
    const property = definedProperty(input, groupOf(type), instant(this.#now()));
    this.#properties.get(type.name)?.set(property.name, property);
    this.#unique.delete(type.name);
    return property;
  }

  archiveProperty(object: string, name: string): void {
    const property = this.property(object, name);
    if (property) property.archived = true;
    this.#unique.delete(object);
  }

  uniqueProperties(object: string): readonly string[] {
    const known = this.#unique.get(object);
    if (known) return known;
    const names = this.properties(object).filter((property) => property.hasUniqueValue && property.name !== "hs_object_id");
    const found = names.map((property) => property.name);
    this.#unique.set(object, found);
    return found;
  }

  pipelines(object: string): Pipeline[] {
    return this.#pipelines.get(this.type(object).name) ?? [];
  }

  /** Adds a pipeline, or replaces the one of that id. */
  definePipeline(object: string, input: PipelineInput): Pipeline {
    const { name } = this.type(object);
    const others = this.pipelines(name).filter((pipeline) => pipeline.id !== input.id);
    const pipeline = definedPipeline(input, others.length, () => String(this.#pipelineIds++));
    this.#pipelines.set(name, [...others, pipeline]);
    return pipeline;
  }

  removePipeline(object: string, id: string): void {
    const { name } = this.type(object);
    this.#pipelines.set(
      name,
      this.pipelines(name).filter((pipeline) => pipeline.id !== id),
    );
  }

  /** What `2026-09` demands before a record may enter that stage. */
  requireInStage(stageId: string, properties: readonly string[]): void {
    this.#requiredInStage.set(stageId, [...properties]);
  }

  requiredInStage(stageId: string | undefined): readonly string[] {
    return this.#requiredInStage.get(stageId ?? "") ?? [];
  }

  /** What `2026-09` demands of every new record, beyond HubSpot's own list. */
  requireOnCreate(object: string, properties: readonly string[]): void {
    this.#requiredOnCreate.set(this.type(object).name, [...properties]);
  }

  requiredOnCreate(object: string): readonly string[] {
    return this.#requiredOnCreate.get(object) ?? [];
  }
}

function groupOf(type: ObjectType): string {
  return type.activity ? "engagement_info" : `${type.singular}information`;
}
