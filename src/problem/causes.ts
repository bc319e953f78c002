/**
 * Every reason why something is not written, or not as it came. One tag = one public code: codes are never renamed, and what stands beside
 * them is stored, so that it may be said again in another language. Nothing here but `text` may hold what came with a call.
 */
export type Cause = ProblemCause | WarningCause;

/** Why a call is held, rejected or waits. */
export type ProblemCause = (CallCause | HubSpotCause) & Place;

/** Where it happened; prefixed to the sentence. */
export interface Place {
  /** The record's name in the mapping. */
  record?: string;
  /** True: while the call's records were looked for, before anything was written. */
  lookingFor?: boolean;
}

/** What the call, its mapping or the ledger is the reason of. */
export type CallCause =
  | { code: "hit_a_bug" }
  | { code: "run_hit_a_bug" }
  | { code: "keeps_changing" }
  | { code: "parked" }
  | { code: "undo_stopped" }
  | { code: "body_erased" }
  | { code: "same_id_other_customer" }
  | { code: "not_json"; found: string }
  | { code: "not_a_call"; found: string }
  | { code: "stored_body_not_a_call" }
  /** Its row in the ledger has been spoilt. */
  | { code: "stored_unreadable" }
  /** Several records carry the key. */
  | { code: "several_match"; object: string; count: number }
  /** Several records are reached through another. */
  | { code: "several_fit"; object: string; count: number }
  | { code: "no_such_pipeline" | "no_such_stage"; object: string; label: string }
  | { code: "no_such_owner"; label: string }
  /** `nearest`: what the portal has instead. */
  | { code: "no_such_association_label"; from: string; to: string; label: string; nearest: string[] }
  | { code: "no_such_option"; object: string; property: string; label: string }
  /** The mapping sets a property to what its type cannot hold. */
  | { code: "mapping_value_does_not_fit"; object: string; property: string; label: string; expected: Expected }
  /** A new record's stage and pipeline do not belong together. */
  | { code: "stage_of_another_pipeline"; object: string; label: string }
  | { code: "template_stopped"; at: string; reason: TemplateStop }
  | { code: "new_record_lacks"; property: string; at: string }
  | { code: "paused_by_operator"; reason?: string }
  | { code: "waits_for_contact"; until: string }
  | { code: "waits_for_earlier_call"; call: string }
  | { code: "waits_for_another_call" | "looks_again" | "is_being_undone" | "is_being_moved" };

/** Why a template was not rendered to its end. */
export type TemplateStop =
  | "too_many_pieces"
  | "too_many_characters"
  | "too_much_memory"
  | "not_computable"
  | "unknown_filter"
  | "filter_failed";

/** What HubSpot, or the way to it, is the reason of. */
export type HubSpotCause =
  | { code: "no_key" | "key_malformed" | "key_refused" | "no_permission" }
  | { code: "missing_scope"; scopes: string[] }
  | { code: "another_portal"; known: string; found: string }
  | { code: "bad_setting"; setting: string; found: string; expected: "a_number_of_days" | "an_address" | "an_api_version" | "a_location" }
  /** What is asked there is no HubSpot. */
  | { code: "not_hubspot"; address: string }
  | { code: "no_such_property" | "option_refused" | "required_is_blank" | "read_only" | "not_unique"; properties: string[] }
  | { code: "value_refused"; properties: string[]; status: number; category: string }
  | { code: "association_refused"; from: string; to: string }
  | { code: "lookup_refused" }
  | { code: "key_too_long"; property: string; characters: number }
  /** It goes on by itself. */
  | { code: "hubspot_unreachable" | "hubspot_busy" | "daily_limit_reached" | "finds_out_what_landed" };

/** What of a written call was left out or shortened. */
export type WarningCause =
  /** `isPart`: what of it fits was written. */
  | { code: "value_does_not_fit"; expected: Expected; text?: string; isPart?: true }
  /** Of an activity that was to be whoever's that record (`of`) is, or the one's whom the mapping names (`user`). `instead`: it went to the next one. */
  | { code: "owner_has_left"; of?: string; user?: string; instead?: true }
  /** To what HubSpot takes. */
  | { code: "value_shortened"; limit: number }
  /** The oldest lines of a text that is appended to. */
  | { code: "oldest_lines_dropped"; lines: number }
  | { code: "unknown_choices"; text?: string }
  /** The key may not read the portal's association labels: the records are associated without. */
  | { code: "association_label_unread"; label: string }
  /** `otherwise`: the mapping says when it is instead. */
  | { code: "time_unreadable"; text?: string; otherwise?: true }
  /** Of the delivery itself: `field` is the sender's name of it. */
  | { code: "field_left_out"; field: string; expected: string }
  | { code: "hubspot_warning"; category: string; names: string[] };

/** What a property takes. */
export type Expected =
  | "number"
  | "whole_number"
  | "day"
  | "moment"
  | "yes_no"
  | "option"
  | "pipeline"
  | "stage"
  | "owner"
  | "email"
  | "phone"
  | "link"
  | "text"
  /** Only HubSpot knows why it refuses it. */
  | "accepted";
