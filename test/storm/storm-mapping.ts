/** All that calls may share: companies by domain, contacts by e-mail, one note for the attempts of a lead; and a note of each call's own. */
export const STORM_MAPPING = `
version: 1
name: Storm
country: BR
timezone: America/Sao_Paulo
records:
  company:
    find_by:
      - domain: "{{ input_variables.domain }}"
    if_missing: create
    set:
      name: "{{ input_variables.domain }}"
  contact:
    find_by:
      - email: "{{ input_variables.email }}"
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      email: { from: input_variables.email, write: if_empty }
      phone: { from: customer_phone, write: if_empty }
  deal:
    find: { open: true, pick: latest }
    if_missing: skip
    set:
      hs_next_step: "{{ extracted_variables.next_action }}"
  note:
    body: "<p>{{ extracted_variables.summary }}</p>"
  attempts:
    object: notes
    roll_up: lead
    body: "<p>Lead {{ lead.id }}: {{ extracted_variables.next_action }}</p>"
`;
