/**
 * What stored texts have in common, the commonest last: with it they come to less. A dictionary is part of what is stored: it never changes, for
 * what was packed with it is unpacked with it. A better one is another kind of packing.
 */

/** Bodies, as OtoniStark documents them: half of a short one is the names of its fields. */
export const BODIES = Buffer.from(
  '"error_message":null,"call_ended_reason":"silence","ended_by":"customer","assistant","answered_by":"human","machine"voicemail","no-answer","busy",' +
    '"failed","canceled","ended_by_customer","ended_by_assistant","transferred","not_answered"' +
    '"transfers":[{"number":"+55","status":"completed","duration":null"type":"outbound","inbound","language":"pt-BR","en-US"' +
    '"assistant":{"id":,"name":""assistant_id":,"assistant_name":"","carrier_cost":null,"total_cost":"updated_at":"' +
    '"data":{"event":"post_call","lead_quality":"high","low","next_action":"schedule_demo","callback","email":"@","name":"customer_email":"' +
    '"formatted_transcript":"AI: Hello! This is \\nCustomer: Olá, tudo bem? Aqui é a ' +
    '"lead":{"id":,"phone_number":"+55","variables":{"source":"website","interest_level":"high"},"status":"contacted",' +
    '"campaign":{"id":,"name":" Campaign","status":"active","allowed_hours_start_time":"09:00","allowed_hours_end_time":"17:00",' +
    '"allowed_days":["monday","tuesday","wednesday","thursday","friday","saturday","sunday"],"max_calls_in_parallel":5,"max_retries":3,"retry_interval":60,' +
    '"created_at":"2026-01-01T00:00:00.000000Z","updated_at":"2026-01-01T00:00:00.000000Z"}}}' +
    '"recording_url":"https://call.otonistark.com.br/storage/recordings/call-.mp4","created_at":"2026-01-","finished_at":"2026-01-' +
    '{"id":,"customer_phone":"+55119","assistant_phone":"+5511","duration":60,"status":"completed","extracted_variables":{"status":true,"summary":"' +
    '"input_variables":{"customer_name":"Maria da Silva","product_interest":"},"transcript":[{"text":"Hi, I\'m , this is . Hello, Bom dia, obrigado",' +
    '"type":"transcript","sender":"bot","timestamp":17},{"text":"Yes, Sim, ","type":"transcript","sender":"human","timestamp":17},{"text":"',
);

/** Receipts, as they were packed before they had a history. */
export const EARLIER_RECEIPTS = Buffer.from(
  '"warnings":[{"code":"value_does_not_fit","params":{"who":"crm_admin","message":"","fix":""problem":null,"note":null"when":"added":"' +
    'the property has a value already"it stands there already"kept":{"candidates":["tried":["no contact has this number"why":""skipped",' +
    '"call":{"object":"calls","task":{"object":"tasks","company":{"object":"companies","deal":{"object":"deals","id":"","action":"updated",' +
    '"unchanged","undone":{"done":"archived"}"dealstage","hs_next_step","email","company","city","jobtitle","rule":"otonistark.yaml:' +
    '"from":null,"phone":{"to":"+55"lastname":{"to":"firstname":{"to":""set":{"erased":["firstname","lastname","phone"],"lines":[' +
    '"on":["contacts/","deals/"],"made":true,"revision":1}},"note":{"object":"notes","id":"","action":"created",' +
    '{"records":{"contact":{"object":"contacts","id":"","action":"created",',
);

/** Receipts: with it those of a call come to an eighth of what they are without. */
export const RECEIPTS = Buffer.from(
  '"landed","trouble","held","waiting","looks_again","nextAt":"details":{"status":400,"category":"VALIDATION_ERROR","correlationId":"","code":"hubspot_busy","params":{"' +
    '"moved_from":"undone":{"done":"archived"}"unchanged","warnings":[{"record":"contact","property":"","code":"value_does_not_fit","expected":"number","message":"","rule":"' +
    '"candidates":["who":"crm_admin","message":"","fix":""added":"mobilephone":"it stands there already""the property has a value already"' +
    '"call":{"object":"calls","task":{"object":"tasks","meeting":{"object":"meetings","company":{"object":"companies","on":["companies/"' +
    '"dealstage":{"to":"amount","hs_lead_status","lifecyclestage","company","city","jobtitle","hs_next_step":{"to":""erased":["firstname","lastname","email","phone"],"lines":"~2.' +
    '"why":"nothing to know it by: the call brought no email""by email: 1 found""by phone: 1 found (+55' +
    '"kept":{"firstname":"already filled","lastname":"already filled","email":"blank","phone":"already filled","hs_next_step":"blank"}},' +
    '{"records":{"contact":{"object":"contacts","id":"","action":"updated","tried":["by email: none","by phone: 1 found"],"revision":1,"set":{"' +
    '{"records":{"contact":{"object":"contacts","id":"","action":"created","tried":["by email: none","by phone: none"],"revision":1,"made":true,"set":{' +
    '"firstname":{"to":"Maria","from":null,"rule":"otonistark.yaml:50"},"lastname":{"to":"da Silva","from":null,"rule":"otonistark.yaml:57"},' +
    '"email":{"to":"@","from":null,"rule":"otonistark.yaml:64"},"phone":{"to":"+55119","from":null,"rule":"otonistark.yaml:65"}}},' +
    '"deal":{"object":"deals","id":"","action":"updated","revision":1,"set":{"hs_next_step":{"to":"","from":null,"rule":"otonistark.yaml:78"}},"tried":["through contact: 1 associated, 1 fitting"]},' +
    '"deal":{"object":"deals","id":null,"action":"skipped","tried":["through contact: 0 associated, 0 fitting"],"why":"there is none (through contact: 0 associated, 0 fitting)"},' +
    '"deal":{"object":"deals","id":null,"action":"skipped","why":"there is none (the contact was not in HubSpot yet)"},' +
    '"note":{"object":"notes","id":"","action":"created","revision":1,"made":true,"on":["contacts/","deals/"],"lines":[' +
    ']}},"problem":null,"note":null,"history":[{"at":17,"outcome":"written","wrote":{"contact":"updated","deal":"updated","note":"created"}}]}',
);

/** What stays of receipts when they are erased. */
export const TRACES = Buffer.from(
  '"moved_from":[{"record":"contacts/","done":""undone":{"done":"archived"},"deleted":true"left":{"company":{"object":"companies","call":{"object":"calls",' +
    '"task":{"object":"tasks","meeting":{"object":"meetings","ticket":{"object":"tickets","on":["companies/"mobilephone","jobtitle","company","city",' +
    '"dealname","dealstage","amount","pipeline","hs_lead_status","lifecyclestage","hubspot_owner_id","action":"unchanged","held","skipped",' +
    '{"contact":{"object":"contacts","id":"","action":"updated","revision":1,"erased":["firstname","lastname","email","phone"]},' +
    '"deal":{"object":"deals","id":null,"action":"skipped"},"note":{"object":"notes","id":"","action":"created","revision":1,"made":true,"on":["contacts/"],"lines":"' +
    '{"contact":{"object":"contacts","id":"","action":"created","revision":1,"made":true,"erased":["firstname","lastname","email","phone"]},' +
    '"deal":{"object":"deals","id":"","action":"updated","revision":1,"erased":["hs_next_step"]},' +
    '"note":{"object":"notes","id":"","action":"created","revision":1,"made":true,"on":["contacts/","deals/"],"lines":"~2."}}',
);
