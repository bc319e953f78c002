/**
 * A mapping file after the check: plain JSON, so that wrangler's build step can put it into the bundle.
 * Made by compile.ts, read by choose.ts, lookups.ts and plan.ts. Templates stay text here; they are parsed once per isolate.
 */

import type { Language } from "../language/language.ts";
import type { DeclaredProperty } from "./declared-property.ts";

export type Literal = string | number | boolean;

/** Where a value comes from. */
export type Source =
  | { kind: "literal"; value: Literal }
  | { kind: "template"; template: string }
  /** A path such as `extracted_variables.lead_quality`: keeps the value's own type. */
  | { kind: "from"; path: string };

/** `unless_edited`: only where no person changed the property in HubSpot, or after the call ended. */
export type WriteMode = "overwrite" | "if_empty" | "append" | "forward" | "larger" | "unless_edited" | "if_new" | "clear";

/** One property of one record. */
export interface SetRule {
  /** HubSpot's internal name. */
  property: string;
  source: Source;
  format: string | null;
  map: Record<string, Literal> | null;
  /** What a value that `map` does not name becomes: null = itself, `keep` = write nothing. */
  otherwise: { keep: true } | { value: Literal } | null;
  write: WriteMode;
  /** Elsewhere the property stays as it is; absent: always written. */
  when?: Condition;
  blank: "keep" | "clear";
  /** Its value is made of what its own property holds, as a counter's is. */
  readsItself: boolean;
  /** Where the rule stands, as `otonistark.yaml:41`: goes into receipts and previews. */
  at: string;
}

/** A condition, compiled. Paths read the same names as templates do. */
export type Condition =
  | { kind: "all"; of: Condition[] }
  | { kind: "any"; of: Condition[] }
  | { kind: "not"; of: Condition }
  | { kind: "test"; path: string; test: "one_of"; values: (Literal | null)[] }
  | { kind: "test"; path: string; test: "at_least" | "at_most"; value: Literal }
  | { kind: "test"; path: string; test: "contains" | "starts_with" | "ends_with"; value: Literal }
  | { kind: "test"; path: string; test: "exists"; value: boolean }
  /** Of a record of the file: whether it was in HubSpot before this call. */
  | { kind: "record"; record: string; is: "found" | "missing" }
  /** Minutes since midnight: `from` counts, `to` does not; where `to` is not after `from`, over midnight. */
  | { kind: "test"; path: string; test: "time_between"; from: number; to: number };

/** One way to find a record: a property, and what it must hold. */
export interface KeyRule extends Pick<SetRule, "property" | "source" | "at"> {
  /** Where the file says none: the value as it is. */
  rule?: Pick<SetRule, "format" | "map" | "otherwise">;
}

interface RecordRuleBase {
  /** The record's name in the file: `contact`, `deal`, `follow_up`. */
  name: string;
  /** HubSpot's object type: `contacts`, `companies`, `deals`, `tickets`, `notes`, `calls`, `tasks`, `meetings`, `p12345_visits`. */
  object: string;
  /** Where the record stands, as `otonistark.yaml:12`. */
  at: string;
  when: Condition | null;
  set: SetRule[];
  /** Association labels by the name of the record they lead to: `Decision maker`, or a label's internal name. Absent: none is said. */
  labels?: Record<string, string>;
}

export interface CrmRecordRule extends RecordRuleBase {
  kind: "crm";
  find_by: KeyRule[] | null;
  find: {
    /** Name of the record of the same file whose associations lead here. */
    through: string;
    /** Label or id. */
    pipeline: string | null;
    /** Labels or ids, one of which it must be in; absent: any. */
    stages?: string[];
    open: boolean | null;
    pick: "latest" | "oldest" | "only";
    where: { property: string; values: Literal[] }[];
  } | null;
  /** Names of further records that it is associated with, found or new. */
  on?: string[];
  if_missing: "create" | "skip";
  if_several: "latest" | "oldest" | "hold";
  /** How long a call without its contact waits for one to appear, in milliseconds; null = not at all. */
  rematchMs: number | null;
  /** Every property that planning reads of this record: those it sets, and those that templates and conditions name. */
  reads: string[];
}

export interface ActivityRule extends RecordRuleBase {
  kind: "activity";
  /** A template that renders HTML. */
  body: { template: string; at: string } | null;
  /** When it happened; of a task when it is due, of a meeting when it begins; null = when the call ended. */
  time: TimeRule | null;
  /** Later attempts that share an open task move its due date, to a later one only. */
  movesLater?: true;
  owner: OwnerRule | null;
  /** Names of the records it is associated with; null = all CRM records of the file that exist; none = it stands alone. */
  on: string[] | null;
  /** `lead`: the attempts for one campaign lead are one activity, updated. */
  rollUp: "lead" | null;
  /** Made of a record's `hold_task`: this task asks a person which of several records that one is. It is on all of them. */
  asks?: string;
  /** What does not fit into one goes on in further notes; else it is shortened, and says so. */
  ifTooLong?: "second_note";
  /** Made of a record's `if_too_long: second_note`: this note goes on where that one ends. `part`: 2 and up. */
  continues?: { record: string; part: number };
}

/** Whose an activity is. */
export type OwnerRule =
  /** An e-mail or id. */
  | { kind: "user"; user: string }
  /** Whoever owns that record of the file. */
  | { kind: "record"; record: string }
  /** One call after the other is the next one's. */
  | { kind: "turns"; users: string[] }
  /** `otherwise`: where `map` does not name the value, or there is none; null = the value itself. */
  | { kind: "by_value"; source: Source; format: string | null; map: Record<string, OwnerRule>; otherwise: OwnerRule | null };

export type TimeRule =
  /** `otherwise`: where it cannot be read, or there is none; null = when the call ended. */
  | { kind: "source"; source: Source; format: string | null; otherwise: TimeRule | null }
  /** The first working day after the day on which the call ended; `minute`: of that day. */
  | { kind: "working_day"; minute: number };

/** When the team works, in the mapping's time zone. */
export interface WorkingTime {
  /** 0–6 from Sunday. */
  days: number[];
  /** Minutes since midnight; where `to` is not after `from`, over midnight. */
  from: number;
  to: number;
  /** `2026-12-25` */
  holidays: string[];
}

export type RecordRule = CrmRecordRule | ActivityRule;

export interface Mapping {
  /** File name without folder: `otonistark.yaml`. */
  file: string;
  name: string;
  when: Condition | null;
  /** Its calls are planned and not written. */
  shadow?: true;
  /** Every name that its rules and conditions read: what arrives besides, nobody reads. */
  names: string[];
  /** ISO 3166 alpha-2: where phone numbers without a country code are from; null = such numbers are not understood. */
  country: string | null;
  /** IANA name. */
  timezone: string;
  /** Absent where the file does not say it. */
  workingTime?: WorkingTime;
  /** Of our own words in texts. */
  language: Language;
  /** What the team calls variables and their values, by their bare names; absent where the file says nothing. */
  labels?: Record<string, string>;
  /** Phone properties of contacts to match besides `phone` and `mobilephone`. */
  phoneProperties: string[];
  /** What `portal -- setup` may create; absent where the file declares none. */
  properties?: DeclaredProperty[];
  /** The variables whose type the file declares, by their bare name; text and lists as they are. */
  variables?: Record<string, "number" | "yes/no">;
  /** The records in writing order: CRM records first, then activities, each in file order. */
  records: RecordRule[];
}
