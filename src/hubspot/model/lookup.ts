/** HubSpot's own, of contacts, and in some portals of companies: area code and local number, whatever way `phone` was typed. */
export const CALCULATED_PHONE = "hs_searchable_calculated_phone_number";

/** One way to find a record. */
export interface Key {
  property: string;
  /** `email` (contacts) and `phone` (contacts, companies) are matched as people mean them; `value` is plain equality. */
  match: "email" | "phone" | "value";
  /** For `phone` the number as E.164; for `email` lower-cased. */
  value: string;
  /** For `value`: an option, whose case counts for HubSpot's search. Texts are looked for without regard to case. */
  isOption?: true;
}

/** What must be known of one record before its call can be planned. */
export interface Lookup {
  /** The record's name in the mapping. */
  record: string;
  object: string;
  /** In the order to try; empty when nothing usable came with the call (`why` says so). Null for records reached through another. */
  keys: Key[] | null;
  /** What was not usable, for the receipt: "the caller withheld the number". */
  why: string[];
  through: {
    record: string;
    /** HubSpot's pipeline id. */
    pipeline: string | null;
    /** HubSpot's stage ids, one of which it must be in; absent: any. */
    stages?: string[];
    open: boolean | null;
    pick: "latest" | "oldest" | "only";
    where: { property: string; values: string[] }[];
  } | null;
  /** It is only wanted where these records are found, or missing; elsewhere it need not be looked for. Absent: always. */
  onlyIf?: { record: string; is: "found" | "missing" }[];
  /** Of a company found by a number: whether the portal calculates the number that it holds. */
  calculatesPhone?: true;
  ifSeveral: "latest" | "oldest" | "hold";
  /** Every property that planning reads of this record. */
  properties: string[];
  /** Those of them whose history `unless_edited` needs. */
  history: string[];
  /** Further phone properties to match on contacts, and the country for numbers typed without a country code. */
  phoneProperties: string[];
  country: string | null;
}
