import type { ObjectType } from "../records/object-type.ts";

export interface AssociationType {
  category: "HUBSPOT_DEFINED" | "USER_DEFINED";
  typeId: number;
  label: string | null;
}

/** HubSpot's own types: `[from, to, from→to, to→from, label?]`; the first of a pair is the default. */
const STANDARD: readonly (readonly [string, string, number, number, string?])[] = [
  ["contacts", "contacts", 449, 449],
  ["contacts", "companies", 279, 280],
  ["contacts", "companies", 1, 2, "Primary"],
  ["contacts", "deals", 4, 3],
  ["contacts", "tickets", 15, 16],
  ["companies", "companies", 450, 450],
  ["companies", "deals", 342, 341],
  ["companies", "deals", 6, 5, "Primary"],
  ["companies", "tickets", 340, 339],
  ["companies", "tickets", 25, 26, "Primary"],
  ["deals", "deals", 451, 451],
  ["deals", "tickets", 27, 28],
  ["notes", "contacts", 202, 201],
  ["notes", "companies", 190, 189],
  ["notes", "deals", 214, 213],
  ["notes", "tickets", 228, 227],
  ["calls", "contacts", 194, 193],
  ["calls", "companies", 182, 181],
  ["calls", "deals", 206, 205],
  ["calls", "tickets", 220, 219],
  ["tasks", "contacts", 204, 203],
  ["tasks", "companies", 192, 191],
  ["tasks", "deals", 216, 215],
  ["tasks", "tickets", 230, 229],
  ["emails", "contacts", 198, 197],
  ["emails", "companies", 186, 185],
  ["emails", "deals", 210, 209],
  ["emails", "tickets", 224, 223],
  ["meetings", "contacts", 200, 199],
  ["meetings", "companies", 188, 187],
  ["meetings", "deals", 212, 211],
  ["meetings", "tickets", 226, 225],
];

/** Which types exist between two kinds of records, in which direction. */
export class AssociationTypes {
  readonly #types = new Map<string, AssociationType[]>();
  readonly #inverse = new Map<string, AssociationType>();
  #next = 501;

  constructor() {
    for (const [from, to, there, back, label] of STANDARD) this.#add(from, to, "HUBSPOT_DEFINED", there, back, label);
  }

  #add(
    from: string,
    to: string,
    category: AssociationType["category"],
    there: number,
    back: number,
    label?: string,
    inverse = label,
  ): void {
    const forth = { category, typeId: there, label: label ?? null };
    const home = { category, typeId: back, label: inverse ?? null };
    this.#list(from, to).push(forth);
    if (from !== to) this.#list(to, from).push(home);
    this.#inverse.set(key(from, to, forth), home);
    this.#inverse.set(key(to, from, home), forth);
  }

  #list(from: string, to: string): AssociationType[] {
    const list = this.#types.get(`${from}>${to}`) ?? [];
    this.#types.set(`${from}>${to}`, list);
    return list;
  }

  /** A custom object can be associated with everything, as one that was set up so. */
  addCustomObject(custom: ObjectType, others: readonly ObjectType[]): void {
    for (const other of others) this.#add(custom.name, other.name, "USER_DEFINED", this.#next++, this.#next++);
  }

  /** A label that an admin defined, one number for each direction; of a paired one `inverse` is what it reads the other way. */
  addLabel(from: string, to: string, label: string, inverse?: string): { there: number; back: number } {
    const [there, back] = [this.#next++, this.#next++];
    this.#add(from, to, "USER_DEFINED", there, back, label, inverse);
    return { there, back };
  }

  between(from: string, to: string): readonly AssociationType[] {
    return this.#types.get(`${from}>${to}`) ?? [];
  }

  find(from: string, to: string, category: unknown, typeId: unknown): AssociationType | undefined {
    return this.between(from, to).find((type) => type.category === category && type.typeId === Number(typeId));
  }

  inverse(from: string, to: string, type: AssociationType): AssociationType {
    return this.#inverse.get(key(from, to, type)) ?? type;
  }
}

function key(from: string, to: string, type: AssociationType): string {
  return `${from}>${to}:${type.category}:${type.typeId}`;
}
