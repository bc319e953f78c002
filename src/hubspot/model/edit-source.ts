/** Where HubSpot says that a person changed a property by hand. */
export const PERSON_SOURCES = new Set([
  "CRM_UI",
  "CRM_UI_BULK_ACTION",
  "MOBILE_IOS",
  "MOBILE_ANDROID",
  "CONTACTS_WEB",
  "CONTACTS",
  "SALES",
  "CALLING",
  "MEETINGS",
  "CONVERSATIONS",
]);
