/** A property that a mapping file declares (`properties:`), so that `portal -- setup` may create it. */
export interface DeclaredProperty {
  /** HubSpot's object type: `contacts`. */
  object: string;
  /** Internal name. */
  name: string;
  label: string;
  type: DeclaredType;
  options: { value: string; label: string }[];
  /** Internal name of its group; null = the object's own. */
  group: string | null;
  description: string | null;
  /** `sales.yaml:12` */
  at: string;
}

export type DeclaredType = "text" | "long_text" | "number" | "date" | "datetime" | "yes_no" | "select" | "multi_select" | "phone";
