interface PropertyOption {
  label: string;
  value: string;
  displayOrder: number;
  hidden: boolean;
}

/** One property of one object, as the portal keeps it. */
export interface PropertyDefinition {
  name: string;
  label: string;
  type: "string" | "number" | "date" | "datetime" | "enumeration" | "bool" | "phone_number" | "json" | "object_coordinates";
  fieldType: string;
  groupName: string;
  description: string;
  options: PropertyOption[];
  displayOrder: number;
  hasUniqueValue: boolean;
  calculated: boolean;
  readOnly: boolean;
  hubspotDefined: boolean;
  hidden: boolean;
  archived: boolean;
  /** values come from elsewhere: owners, pipelines */
  refersTo?: "OWNER" | "PIPELINE" | "STAGE";
  createdAt: string;
  updatedAt: string;
}

export type PropertyInput = Partial<Omit<PropertyDefinition, "options">> & {
  name: string;
  options?: readonly (Partial<PropertyOption> & { value: string })[];
};

const BOOLEAN_OPTIONS = [
  { label: "Yes", value: "true" },
  { label: "No", value: "false" },
];

/** Fills in what a caller leaves out. */
export function definedProperty(input: PropertyInput, group: string, at: string): PropertyDefinition {
  const type = input.type ?? "string";
  const options = input.options ?? (type === "bool" ? BOOLEAN_OPTIONS : []);
  return {
    label: input.name,
    fieldType: FIELD_TYPES[type] ?? "text",
    groupName: group,
    description: "",
    displayOrder: -1,
    hasUniqueValue: false,
    calculated: false,
    readOnly: false,
    hubspotDefined: false,
    hidden: false,
    archived: false,
    createdAt: at,
    updatedAt: at,
    ...input,
    type,
    options: options.map((option, index) => ({ label: option.value, displayOrder: index, hidden: false, ...option })),
  };
}

const FIELD_TYPES: Record<string, string> = {
  number: "number",
  date: "date",
  datetime: "date",
  enumeration: "select",
  bool: "booleancheckbox",
  phone_number: "phonenumber",
};

/** The shape in which HubSpot's properties API shows a definition. */
export function propertyJson(property: PropertyDefinition): Record<string, unknown> {
  const { readOnly, refersTo, ...shown } = property;
  return {
    ...shown,
    externalOptions: refersTo !== undefined,
    ...(refersTo === "OWNER" ? { referencedObjectType: "OWNER" } : {}),
    formField: !readOnly,
    modificationMetadata: {
      archivable: !property.hubspotDefined,
      readOnlyDefinition: property.hubspotDefined,
      readOnlyOptions: false,
      readOnlyValue: readOnly,
    },
  };
}
