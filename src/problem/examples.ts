import type { Cause, ProblemCause, WarningCause } from "./causes.ts";

/** What stands beside each code. The types ask for those that are missing. */
type Examples<C extends Cause> = { [Each in C as Each["code"]]: Omit<Each, "code" | "record" | "lookingFor"> };

const causes = <C extends Cause>(examples: Examples<C>): Cause[] =>
  Object.entries(examples).map(([code, params]) => ({ code, ...(params as object) }) as Cause);

/** One of each, for docs/problems.md. */
export const PROBLEM_EXAMPLES = causes<ProblemCause>({
  hit_a_bug: {},
  run_hit_a_bug: {},
  keeps_changing: {},
  parked: {},
  undo_stopped: {},
  body_erased: {},
  same_id_other_customer: {},
  not_json: { found: "The body is not JSON." },
  not_a_call: { found: "This is JSON, but not a post-call webhook." },
  stored_body_not_a_call: {},
  stored_unreadable: {},
  several_match: { object: "contacts", count: 2 },
  several_fit: { object: "deals", count: 3 },
  no_such_pipeline: { object: "deals", label: "Sales" },
  no_such_stage: { object: "deals", label: "Qualified" },
  no_such_owner: { label: "ana@example.com" },
  no_such_association_label: { from: "contacts", to: "companies", label: "Pacient", nearest: ["Patient", "Dentist"] },
  no_such_option: { object: "contacts", property: "interest", label: "High" },
  mapping_value_does_not_fit: { object: "contacts", property: "budget", label: "soon", expected: "number" },
  stage_of_another_pipeline: { object: "deals", label: "Renewal due" },
  template_stopped: { at: "note (otonistark.yaml:20)", reason: "too_many_pieces" },
  new_record_lacks: { property: "dealname", at: "otonistark.yaml:41" },
  paused_by_operator: { reason: "we are moving portals" },
  waits_for_contact: { until: "2026-12-01T12:00:00.000Z" },
  waits_for_earlier_call: { call: "12344" },
  waits_for_another_call: {},
  looks_again: {},
  is_being_undone: {},
  is_being_moved: {},
  no_key: {},
  key_malformed: {},
  key_refused: {},
  no_permission: {},
  missing_scope: { scopes: ["crm.objects.contacts.write"] },
  another_portal: { known: "1111111", found: "2222222" },
  bad_setting: { setting: "RETENTION_DAYS", found: "7 days", expected: "a_number_of_days" },
  not_hubspot: { address: "https://api.example.com" },
  no_such_property: { properties: ["budget"] },
  option_refused: { properties: ["interest"] },
  required_is_blank: { properties: ["amount", "closedate"] },
  read_only: { properties: ["hs_lead_status_date"] },
  not_unique: { properties: ["tax_number"] },
  value_refused: { properties: ["budget"], status: 400, category: "VALIDATION_ERROR" },
  association_refused: { from: "notes", to: "deals" },
  lookup_refused: {},
  key_too_long: { property: "customer_code", characters: 4_200 },
  hubspot_unreachable: {},
  hubspot_busy: {},
  daily_limit_reached: {},
  finds_out_what_landed: {},
});

export const WARNING_EXAMPLES = causes<WarningCause>({
  value_does_not_fit: { expected: "number", text: "not sure yet" },
  owner_has_left: {},
  value_shortened: { limit: 65_536 },
  oldest_lines_dropped: { lines: 3 },
  unknown_choices: { text: "Oak" },
  association_label_unread: { label: "Patient" },
  time_unreadable: { text: "next week or so" },
  field_left_out: { field: "duration", expected: "a number of seconds" },
  hubspot_warning: { category: "PROPERTY_IGNORED", names: ["budget"] },
});
