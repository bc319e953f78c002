/** What is known of HubSpot's own properties without asking a portal: the same in every one of them. */

const NUMBERS = new Set([
  "amount",
  "amount_in_home_currency",
  "annualrevenue",
  "hs_acv",
  "hs_arr",
  "hs_call_duration",
  "hs_mrr",
  "hs_tcv",
  "numberofemployees",
]);

export const isNumberProperty = (property: string): boolean => NUMBERS.has(property);

/** Computed by HubSpot; a write is refused (READ_ONLY_VALUE). By object; `*`: on all of them. */
const COMPUTED: Record<string, RegExp> = {
  "*": /^(hs_object_id|hs_createdate|hs_lastmodifieddate|hs_merged_object_ids|hs_created_by_user_id|hs_updated_by_user_id|hs_(searchable_)?calculated_\w+|hs_date_(entered|exited)_\w+|hs_time_in_\w+)$/,
  contacts: /^(createdate|lastmodifieddate|num_associated_deals|hs_email_domain|hs_is_contact|num_notes)$/,
  companies: /^(createdate|num_associated_(contacts|deals))$/,
  deals: /^(hs_is_closed|hs_is_closed_won|hs_is_closed_lost|hs_deal_stage_probability|days_to_close|num_associated_contacts)$/,
  tickets: /^hs_is_closed$/,
};

export const isComputedProperty = (object: string, property: string): boolean =>
  COMPUTED["*"]!.test(property) || COMPUTED[object]?.test(property) === true;
