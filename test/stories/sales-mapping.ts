/** A mapping as a sales team would write it: contact, open deal, note. */
export const SALES = `
version: 1
name: Sales
country: BR
timezone: America/Sao_Paulo
records:
  contact:
    find_by:
      - email: "{{ input_variables.email }}"
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      firstname: { from: input_variables.customer_name, format: first_name, write: if_empty }
      lastname: { from: input_variables.customer_name, format: last_name, write: if_empty }
      phone: { from: customer_phone, write: if_empty }
  deal:
    find: { open: true, pick: latest }
    if_missing: skip
    set:
      dealstage:
        from: extracted_variables.next_action
        map: { schedule_demo: Appointment scheduled, send_contract: Contract sent }
        otherwise: keep
        write: forward
  note:
    body: |
      <h3>AI call: {{ extracted_variables.summary }}</h3>
      {{ call.transcript_html }}
`;
