/** The attempts for one campaign lead share a note (or a call, or a task). */
export const attemptsMapping = (record = "note") => `
version: 1
name: Attempts
country: BR
records:
  contact:
    find_by:
      - phone: "{{ customer_phone }}"
    if_missing: create
    set:
      phone: { from: customer_phone, write: if_empty }
  ${record}:
    roll_up: lead
    body: "<h3>Attempt {{ call.attempt }} of {{ lead.campaign.max_retries }}</h3><p>{{ extracted_variables.summary }}</p>"
`;
